import * as z from 'zod/mini';
import {
  accessMode,
  answerOf,
  byteOffset,
  descriptorHow,
  holder,
  inheritedFrom,
  socket,
  verdict,
} from './common.ts';

const lock = z.strictObject({
  class: z.enum(['flock', 'posix', 'ofd', 'lease']),
  mode: z.enum(['read', 'write']),
  acquirerPid: z.nullable(z.int()),
  acquirerAlive: z.nullable(z.boolean()),
  start: byteOffset,
  end: z.nullable(byteOffset),
});

const descriptor = z.strictObject({
  fd: z.int(),
  /** The thread whose descriptor table has it, where that isn't the table of the process. */
  tid: z.optional(z.int()),
  kind: z.enum(['file', 'directory', 'pipe', 'fifo', 'socket', 'tty', 'device', 'memfd', 'anon', 'unknown']),
  target: z.string(),
  /** A path that leads from here to what is open, where it is one; else the target. */
  address: z.string(),
  accessMode,
  closeOnExec: z.nullable(z.boolean()),
  deleted: z.boolean(),
  offset: z.nullable(byteOffset),
  /** How the process came by it; "opened" is likely at best. */
  how: descriptorHow,
  inheritedFrom: z.nullable(inheritedFrom),
  passedTo: z.array(holder),
  alsoHeldBy: z.array(holder),
  locks: z.array(lock),
  socket,
  verdicts: z.readonly(z.array(verdict)),
});

const content = {
  process: z.strictObject({
    pid: z.int(),
    ppid: z.int(),
    comm: z.string(),
    command: z.string(),
    /** The parent and the children that have one descriptor table in common with it: clone(2), CLONE_FILES. */
    sharesTableWith: z.array(z.strictObject({pid: z.int(), comm: z.string()})),
  }),
  descriptors: z.array(descriptor),
};

export const inheritedFdsAnswer = answerOf('inherited-fds', content);
const inheritedFdsContent = z.strictObject(content);
export type InheritedFdsContent = z.infer<typeof inheritedFdsContent>;
