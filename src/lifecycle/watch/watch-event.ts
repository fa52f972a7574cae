import type {Killer, Sender} from '../killers/killer.ts';

/** Where events come from: tracepoints, the proc connector, or pidfds and a look at /proc now and then. */
export type SourceName = 'bpf' | 'connector' | 'poll';

interface Common {
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  readonly pid: number;
  /** The start, in clock ticks since boot. */
  readonly startTicks: number | undefined;
  readonly ppid: number | undefined;
  readonly comm: string | undefined;
  readonly source: SourceName;
}

/** Something that happened to a process that is watched. */
export type ProcessWatchEvent = Common &
  (
    | {readonly type: 'fork' | 'exec' | 'oom'}
    /** `status`: the wait status; undefined where it isn't known. `killer`: undefined where that isn't known. */
    | {readonly type: 'exit'; readonly status: number | undefined; readonly killer: Killer | undefined}
    /** `latencySeconds`: from the exit, undefined where that wasn't seen. `status`: where it became known only now. */
    | {
        readonly type: 'reap';
        readonly latencySeconds: number | undefined;
        readonly status: number | undefined;
      }
    | {readonly type: 'zombie'; readonly deadForSeconds: number; readonly status: number | undefined}
    | {readonly type: 'reparent'; readonly fromPid: number | undefined}
    | {readonly type: 'signal'; readonly signal: number; readonly sender: Sender}
  );

/** Events were lost, and the processes are looked at again; `count`: how many, where that is known. */
export interface LostEvent {
  readonly type: 'lost';
  readonly timeMs: number;
  readonly count: number | undefined;
  readonly source: SourceName;
}

export type WatchEvent = ProcessWatchEvent | LostEvent;
export type WatchEventType = WatchEvent['type'];
