import * as z from 'zod/mini';
import {answerOf, instant, waitStatus} from './common.ts';

const seconds = z.number().check(z.minimum(0));
const count = z.int().check(z.minimum(0));

const usage = z.strictObject({
  userSeconds: seconds,
  systemSeconds: seconds,
  maxRssBytes: count,
  /** Whether it may have been less: until execve(2), a child has the memory of procdoc, and the kernel counts that. */
  maxRssIsUpperBound: z.boolean(),
  minorFaults: count,
  majorFaults: count,
  /** In units of 512 bytes. */
  blocksRead: count,
  blocksWritten: count,
  voluntarySwitches: count,
  involuntarySwitches: count,
});
export type UsageJson = z.infer<typeof usage>;

/** A line of `procdoc run --events json`. */
export const runEvent = z.strictObject({
  schema: z.literal('procdoc/run-event@1'),
  time: z.nullable(instant),
  pid: z.int(),
  startTicks: z.nullable(z.int()),
  comm: z.nullable(z.string()),
  /** "adopted": an orphan of the command, which became a child of procdoc. */
  role: z.enum(['command', 'adopted']),
  waitStatus,
  rusage: usage,
});
export type RunEvent = z.infer<typeof runEvent>;

const content = {
  command: z.array(z.string()),
  pid: z.int(),
  waitStatus,
  /** What procdoc itself exits with; null where it dies of the signal of which the command died. */
  exitStatus: z.nullable(z.int()),
  timedOut: z.boolean(),
  rusage: usage,
  startedAt: z.nullable(instant),
  endedAt: z.nullable(instant),
};

/** What `procdoc run --report` writes. */
export const runAnswer = answerOf('run', content);
const runContent = z.strictObject(content);
export type RunContent = z.infer<typeof runContent>;
