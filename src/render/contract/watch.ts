import * as z from 'zod/mini';
import {answerOf, instant, waitStatus} from './common.ts';
import {killer, sender} from './killer.ts';

const source = z.enum(['bpf', 'connector', 'poll']);

/** The first line: what is watched, and by what. */
const start = {
  type: z.literal('start'),
  time: instant,
  source,
  /** How many processes were there. */
  watched: z.int(),
  /** What the source can't see: sentences. */
  misses: z.readonly(z.array(z.string())),
};

/** What every line for an event has. */
const common = {
  time: instant,
  pid: z.int(),
  startTicks: z.nullable(z.int()),
  ppid: z.nullable(z.int()),
  comm: z.nullable(z.string()),
  source,
};

/** Null: it isn't known. */
const status = {waitStatus: z.nullable(waitStatus)};

/** A line for an event. */
const event = z.union([
  z.strictObject({type: z.enum(['fork', 'exec', 'oom']), ...common}),
  /** `killedBy`: of an exit by a signal; null where that isn't known. */
  z.strictObject({type: z.literal('exit'), ...common, ...status, killedBy: z.nullable(killer)}),
  z.strictObject({
    type: z.literal('reap'),
    ...common,
    ...status,
    /** How long after the exit; null where the exit, or the moment of the reap, wasn't seen. */
    reapLatencySeconds: z.nullable(z.number()),
  }),
  z.strictObject({type: z.literal('zombie'), ...common, ...status, deadForSeconds: z.number()}),
  z.strictObject({type: z.literal('reparent'), ...common, previousPpid: z.nullable(z.int())}),
  z.strictObject({
    type: z.literal('signal'),
    ...common,
    signal: z.string(),
    signalNumber: z.int(),
    sender: z.strictObject(sender),
  }),
]);

export type WatchEventJson = z.infer<typeof event>;

/** A line for events that were lost; null: nobody knows how many. */
const lost = z.strictObject({
  time: instant,
  type: z.literal('lost'),
  count: z.nullable(z.int()),
  source,
});

export type LostEventJson = z.infer<typeof lost>;

/** The last line. Null: the source can't see it, or there is none. */
const summary = {
  type: z.literal('summary'),
  time: instant,
  source,
  durationSeconds: z.number(),
  events: z.record(z.string(), z.int()),
  exits: z.strictObject({succeeded: z.int(), failed: z.int(), killed: z.int(), unknown: z.int()}),
  lost: z.nullable(z.int()),
  parents: z.readonly(
    z.array(
      z.strictObject({
        pid: z.int(),
        startTicks: z.nullable(z.int()),
        comm: z.nullable(z.string()),
        born: z.int(),
        exited: z.int(),
        reaped: z.int(),
        zombies: z.readonly(z.array(z.int())),
        /** How many SIGCHLDs came while another was pending. */
        mergedSigchlds: z.nullable(z.int()),
        /** Whether it likely lost a SIGCHLD: some were merged, and it has zombies. */
        likelyLostSigchld: z.nullable(z.boolean()),
        medianReapSeconds: z.nullable(z.number()),
        worstReapSeconds: z.nullable(z.number()),
      }),
    ),
  ),
};

export const watchAnswer = z.union([answerOf('watch', start), event, lost, answerOf('watch', summary)]);
const startContent = z.strictObject(start);
const summaryContent = z.strictObject(summary);
export type WatchStart = z.infer<typeof startContent>;
export type WatchSummary = z.infer<typeof summaryContent>;

/** What every answer has of what could not be seen. */
export type WatchGaps = Pick<
  Extract<z.infer<typeof watchAnswer>, {type: 'start'}>,
  'complete' | 'unreadable'
>;
