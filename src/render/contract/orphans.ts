import * as z from 'zod/mini';
import {accessMode, answerOf, evidenceFact, socketKind} from './common.ts';

const named = {pid: z.int(), comm: z.string()};

const descriptor = z.strictObject({...named, fd: z.int()});

const holding = {
  fd: z.int(),
  /** Descriptors that keep it as well, in processes that are neither the orphan nor below it: at most 20 of them. */
  alsoHeldBy: z.array(descriptor),
  /** How many keep it as well. */
  alsoHeldByCount: z.int(),
};

export const heldLock = z.strictObject({
  ...holding,
  path: z.string(),
  class: z.enum(['flock', 'posix', 'ofd', 'lease']),
  mode: z.enum(['read', 'write']),
  acquirerPid: z.nullable(z.int()),
  /** Whether its file is deleted, and no other process has it open: nobody can meet the lock. */
  outOfReach: z.boolean(),
});

export const heldListener = z.strictObject({
  ...holding,
  ...socketKind,
  /** null of a unix socket that listens without a name. */
  local: z.nullable(z.string()),
});

const pipe = z.strictObject({
  ...holding,
  target: z.string(),
  /** Whether it is an end of a socket pair, as Node's pipes to its children are. */
  socketPair: z.boolean(),
  accessMode,
  /** Descriptors of the other end in processes that are neither the orphan nor below it: at most 20 of them. */
  otherEnds: z.array(descriptor),
  /** How many have the other end. */
  otherEndsCount: z.int(),
});

/** What other processes may wait for a process to release. */
export const holdings = z.strictObject({
  locks: z.array(heldLock),
  listeners: z.array(heldListener),
  pipes: z.array(pipe),
});
export type HoldingsJson = z.infer<typeof holdings>;

const orphan = z.strictObject({
  ...named,
  command: z.string(),
  reparentedTo: z.strictObject(named),
  sid: z.int(),
  pgid: z.int(),
  certainty: z.enum(['proven', 'likely']),
  evidence: z.readonly(z.array(z.string())),
  /** The evidence as data. */
  facts: z.readonly(z.array(evidenceFact)),
  /**
   * Whether it likely made itself a daemon; null where that isn't known: its standard streams can't be read, or it
   * writes to a file that may be its own log, or one of the process that started it.
   */
  daemonized: z.nullable(z.boolean()),
  /** What speaks for a daemon; empty where it isn't taken for one. */
  daemonEvidence: z.readonly(z.array(z.string())),
  /** null where its descriptors can't be listed. */
  holds: z.nullable(holdings),
});

const content = {
  lookedAt: z.int(),
  /** Session leaders directly under init that aren't among the orphans: daemons of init, or orphans; which is unknown. */
  sessionLeadersOfInit: z.int(),
  orphans: z.array(orphan),
};

export const orphansAnswer = answerOf('orphans', content);
const orphansContent = z.strictObject(content);
export type OrphansContent = z.infer<typeof orphansContent>;
