import * as z from 'zod/mini';
import {answerOf, evidenceFact, holder, instant, waitStatus} from './common.ts';
import {killer} from './killer.ts';
import {heldListener, heldLock, holdings} from './orphans.ts';

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

const identity = {pid: z.int(), startTicks: z.int(), comm: z.string()};
const ofHolder = {pid: z.int(), comm: z.string()};

const leftBehind = z.strictObject({
  processes: z.array(
    z.strictObject({
      ...identity,
      command: z.string(),
      /** Whether it is stopped. */
      stopped: z.boolean(),
      /** null where its descriptors can't be listed. */
      holds: z.nullable(holdings),
    }),
  ),
  /** Zombies of the processes above. */
  zombies: z.array(z.strictObject({...identity, ppid: z.int(), waitStatus: z.nullable(waitStatus)})),
  locks: z.array(z.strictObject({...ofHolder, ...heldLock.shape})),
  listeners: z.array(z.strictObject({...ofHolder, ...heldListener.shape})),
  /** Who keeps the standard output or standard error of procdoc open, where that is a pipe or a socket pair. */
  heldOutput: z.array(holder),
  deletedFiles: z.array(
    z.strictObject({
      path: z.string(),
      bytes: z.int(),
      holders: z.array(z.strictObject({...ofHolder, fd: z.int()})),
    }),
  ),
});

const content = {
  command: z.array(z.string()),
  pid: z.int(),
  waitStatus,
  /** What procdoc itself exits with; null where it dies of the signal of which the command died. */
  exitStatus: z.nullable(z.int()),
  timedOut: z.boolean(),
  /** Who sent the signal that killed it; null where it exited by itself, and where that isn't known. */
  killedBy: z.nullable(killer),
  /** Whether procdoc got the signal from there, and passed it on. */
  passedOn: z.boolean(),
  /** Why the kernel likely sent the signal; null where nothing shows that. */
  deathReason: z.nullable(
    z.strictObject({
      kind: z.enum(['cpu-limit', 'seccomp', 'hangup']),
      certainty: z.literal('likely'),
      evidence: z.readonly(z.array(z.string())),
      facts: z.readonly(z.array(evidenceFact)),
    }),
  ),
  rusage: usage,
  startedAt: z.nullable(instant),
  endedAt: z.nullable(instant),
  /** What is left of the descendants of the command, when the grace is over. */
  leftBehind,
  /** What of it --fail-on names. */
  failedOn: z.array(
    z.enum(['left-behind', 'zombies', 'locks', 'listeners', 'held-output', 'stopped', 'core']),
  ),
  /** The pids of what --kill-left-behind ended. */
  ended: z.array(z.int()),
};

/** What `procdoc run --report` writes. */
export const runAnswer = answerOf('run', content);
const runContent = z.strictObject(content);
export type RunContent = z.infer<typeof runContent>;
