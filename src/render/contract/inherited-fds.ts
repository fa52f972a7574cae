import * as z from 'zod/mini';
import {accessMode, answerOf, holder, proof, verdict} from './common.ts';

const inheritedFrom = z.strictObject({
  pid: z.nullable(z.int()),
  comm: z.nullable(z.string()),
  fd: z.nullable(z.int()),
  /** null: it has exited, or closed the descriptor. */
  alive: z.nullable(z.boolean()),
  certainty: z.enum(['proven', 'likely']),
  /** null where it follows from more than one fact. */
  proof: z.nullable(proof),
  because: z.string(),
  /** What `because` says, for programs. */
  shownBy: z.enum([
    'ancestor-has-it',
    'took-the-flock',
    'never-listens',
    'forked-siblings',
    'older-holder',
    'older-non-ancestor',
    'runtime-closes-on-exec',
    'next-to-inherited',
  ]),
});

const lock = z.strictObject({
  class: z.enum(['flock', 'posix', 'ofd', 'lease']),
  mode: z.enum(['read', 'write']),
  acquirerPid: z.nullable(z.int()),
  acquirerAlive: z.nullable(z.boolean()),
  start: z.int(),
  end: z.nullable(z.int()),
});

const socket = z.strictObject({
  family: z.enum(['inet', 'inet6', 'unix']),
  type: z.enum(['stream', 'datagram', 'seqpacket']),
  state: z.string(),
  local: z.nullable(z.string()),
  remote: z.nullable(z.string()),
});

const descriptor = z.strictObject({
  fd: z.int(),
  kind: z.enum(['file', 'directory', 'pipe', 'fifo', 'socket', 'tty', 'device', 'memfd', 'anon', 'unknown']),
  target: z.string(),
  accessMode,
  closeOnExec: z.nullable(z.boolean()),
  deleted: z.boolean(),
  offset: z.nullable(z.number()),
  inheritedFrom: z.nullable(inheritedFrom),
  passedTo: z.array(holder),
  alsoHeldBy: z.array(holder),
  locks: z.array(lock),
  socket: z.nullable(socket),
  verdicts: z.readonly(z.array(verdict)),
});

const content = {
  process: z.strictObject({pid: z.int(), ppid: z.int(), comm: z.string(), command: z.string()}),
  descriptors: z.array(descriptor),
};

export const inheritedFdsAnswer = answerOf('inherited-fds', content);
const inheritedFdsContent = z.strictObject(content);
export type InheritedFdsContent = z.infer<typeof inheritedFdsContent>;
