import * as z from 'zod/mini';
import {answerOf, verdict} from './common.ts';

const processName = z.strictObject({pid: z.int(), comm: z.string()});

const step = z.strictObject({
  /** What is done to the parent of zombies: SIGCONT, its cgroup thawed, SIGCHLD, or SIGTERM. */
  action: z.enum(['sigcont', 'thaw', 'sigchld', 'end-parent']),
  target: processName,
  /** The zombies that it is for. */
  zombies: z.readonly(z.array(z.int())),
  done: z.boolean(),
  outcome: z.enum([
    ...(['reaped', 'some-reaped', 'none-reaped'] as const),
    ...(['planned', 'futile', 'not-needed', 'declined', 'failed'] as const),
  ]),
  /** Why it is futile; null otherwise. */
  futility: z.nullable(
    z.enum([
      ...(['needs-foreground', 'cgroup-not-visible', 'cannot-run', 'manager'] as const),
      ...(['default', 'ignored', 'blocked', 'pending', 'unreadable'] as const),
    ]),
  ),
  /** How many times it was done. */
  times: z.int(),
  /** Why it failed; null otherwise. */
  errno: z.nullable(z.string()),
});

const zombie = z.strictObject({
  pid: z.int(),
  startTicks: z.int(),
  comm: z.string(),
  ppid: z.int(),
  gone: z.boolean(),
  /** Why procdoc does nothing for it; null: it may. */
  refused: z.nullable(
    z.enum(['traced', 'parent-not-visible', 'init', 'init-unknown', 'ancestor', 'ancestor-unknown']),
  ),
  /** The process that traces it; null where none does, or that isn't visible. */
  tracer: z.nullable(processName),
  /** Why it was not reaped before any step; null for one that was reaped before it was looked at closer. */
  verdict: z.nullable(verdict),
});

const content = {
  /** Whether anything was to be done; false: the steps are what could be. */
  tried: z.boolean(),
  steps: z.readonly(z.array(step)),
  zombies: z.readonly(z.array(zombie)),
  exitedLeaders: z.readonly(
    z.array(z.strictObject({pid: z.int(), comm: z.string(), liveThreads: z.int(), verdict})),
  ),
};

export const reapAnswer = answerOf('reap', content);
const reapContent = z.strictObject(content);
export type ReapContent = z.infer<typeof reapContent>;
