import * as z from 'zod/mini';
import {answerOf, container, instant, sigchld, verdict, waitStatus} from './common.ts';

const zombie = z.strictObject({
  pid: z.int(),
  startTicks: z.int(),
  comm: z.string(),
  ppid: z.int(),
  uid: z.nullable(z.int()),
  user: z.nullable(z.string()),
  diedAt: z.nullable(instant),
  deadForSeconds: z.nullable(z.number().check(z.minimum(0))),
  waitStatus: z.nullable(waitStatus),
  /** From the pid namespace of the procfs mount inwards; empty where it can't be read. */
  nspids: z.readonly(z.array(z.int())),
  container: z.nullable(container),
  /** Lock files and links that have its pid, and count as held until it is reaped. */
  lockFiles: z.readonly(z.array(z.string())),
  verdict,
});

const parent = z.strictObject({
  pid: z.int(),
  comm: z.string(),
  command: z.string(),
  state: z.string().check(z.length(1)),
  zombies: z.array(z.int()),
  sigchld: z.nullable(sigchld),
  waitingIn: z.nullable(z.strictObject({tid: z.int(), syscall: z.string(), target: z.nullable(z.string())})),
});

const exitedLeader = z.strictObject({pid: z.int(), comm: z.string(), liveThreads: z.int(), verdict});

const content = {
  lookedAt: z.int(),
  zombies: z.array(zombie),
  exitedLeaders: z.array(exitedLeader),
  parents: z.array(parent),
};

export const zombiesAnswer = answerOf('zombies', content);
const zombiesContent = z.strictObject(content);
export type ZombiesContent = z.infer<typeof zombiesContent>;
