import * as z from 'zod/mini';
import {answerOf} from './common.ts';

/** What a task is blocked in; null where it runs, has ended, or where that may not be seen. */
const blockedIn = z.nullable(
  z.strictObject({syscall: z.string(), fd: z.nullable(z.int()), target: z.nullable(z.string())}),
);

const thread = z.strictObject({
  tid: z.int(),
  state: z.string().check(z.length(1)),
  blockedIn,
  /** What can end its wait and is no process of `edges`: "time", "a signal" … */
  others: z.readonly(z.array(z.string())),
});

const node = z.strictObject({
  pid: z.int(),
  startTicks: z.int(),
  comm: z.string(),
  command: z.string(),
  state: z.string().check(z.length(1)),
  /** How it came to its parent: "adopted" if the one that started it is gone. */
  adoption: z.enum(['own-child', 'unclear', 'probably-adopted', 'adopted']),
  /** Who traces it by ptrace(2); null where nobody does. */
  tracerPid: z.nullable(z.int()),
  /** Of the thread that tells most: one that waits for another process, if there is one. */
  blockedIn,
  threads: z.array(thread),
});

const edge = z.strictObject({
  from: z.int(),
  /** The thread of `from` that waits. Several edges of one thread are alternatives: any of them ends its wait; but the holders of a lock have to release it all. */
  tid: z.int(),
  /** null: someone who cannot be pointed at. */
  to: z.nullable(z.int()),
  kind: z.enum([
    'reads-pipe',
    'writes-pipe',
    'reads-terminal',
    'waits-for-child',
    'waits-for-tracee',
    'waits-for-lock',
    'breaks-lease',
    'waits-for-process',
    'connects-to',
    'stopped-by',
    'traced-by',
  ]),
  target: z.nullable(z.string()),
  /** The descriptors through which `to` has the target. */
  fds: z.readonly(z.array(z.int())),
  certainty: z.enum(['proven', 'likely', 'unknown']),
  evidence: z.readonly(z.array(z.string())),
});

const content = {
  nodes: z.array(node),
  edges: z.array(edge),
  /** The processes that wait for no other. */
  roots: z.readonly(z.array(z.int())),
  /** Processes that wait for one another in a circle; one that waits for itself is a circle, too. */
  cycles: z.readonly(z.array(z.readonly(z.array(z.int())))),
  /** Those that nobody outside of them can free; where `complete` is false, unless it is someone who was not seen. */
  deadlocked: z.array(z.int()),
  summary: z.string(),
};

export const whyAnswer = answerOf('why', content);
const whyContent = z.strictObject(content);
export type WhyContent = z.infer<typeof whyContent>;
