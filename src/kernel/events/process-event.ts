/** Bytes of another process, one character each (latin1): what they mean is for the parsers. */
export type RawText = string;

/** A process at the time of an event. */
export interface EventProcess {
  readonly pid: number;
  /** The start, in clock ticks since boot: field 22 of proc_pid_stat(5). Undefined where the source doesn't have it. */
  readonly startTicks: number | undefined;
  /** The name, at most 15 bytes. Undefined where the source doesn't have it. */
  readonly comm: RawText | undefined;
}

/** Who was running when a signal was generated. */
export interface RunningProcess extends EventProcess {
  readonly comm: RawText;
  /** The arguments, each with its NUL, cut at {@link COMMAND_SIZE} bytes. Undefined where its memory wasn't readable. */
  readonly command: RawText | undefined;
  /** Whether it was exiting, so that the signal may follow from its exit: PR_SET_PDEATHSIG(2const). */
  readonly exiting: boolean;
}

export const COMMAND_SIZE = 128;

/**
 * What became of a generated signal: the argument `result` of the tracepoint signal_generate. A merged signal is one of
 * which the process had one pending already; signal(7).
 */
export type SignalResult = 'delivered' | 'merged';

/** Something that happened to a process; `at` is in nanoseconds of CLOCK_MONOTONIC. */
export type ProcessEvent = {readonly at: number} & (
  | {readonly type: 'fork'; readonly process: EventProcess; readonly ppid: number}
  | {readonly type: 'exec'; readonly process: EventProcess}
  | {
      readonly type: 'exit';
      readonly process: EventProcess;
      readonly ppid: number | undefined;
      /** The wait status, as wait(2) stores it; undefined where the source doesn't have it. */
      readonly status: number | undefined;
    }
  /** The process was reaped, by its parent or by the kernel. */
  | {readonly type: 'reap'; readonly process: EventProcess}
  | {
      readonly type: 'signal';
      readonly process: EventProcess;
      readonly signal: number;
      readonly result: SignalResult;
      /** Whether the process exits by this very signal: the kernel had made it its end when it was generated. */
      readonly fatal: boolean;
      /** Who sent it; undefined where the kernel sent it, or where its siginfo doesn't say that a process did. */
      readonly sender: RunningProcess | undefined;
    }
  /** The OOM killer chose the process. */
  | {readonly type: 'oom'; readonly process: EventProcess}
);

export type ProcessEventType = ProcessEvent['type'];

/** What a source has lost so far: how often it found that, and how many events that were, if it knows. */
export interface LostEvents {
  readonly times: number;
  readonly events: number | undefined;
}

/** Where events come from. */
export interface EventSource {
  /** Gives everything that has happened since the last call to `take`, in order. */
  drain(take: (event: ProcessEvent) => void): void;
  /** How many events the source has lost so far. */
  lost(): LostEvents;
  /** Whether it has the moment at which a process is reaped; late: it has it after a grace period of the kernel. */
  readonly reaps: 'exact' | 'late' | 'none';
  /** Whether it has what the OOM killer chose. */
  readonly ooms: boolean;
  /** Calls back while an event waits, until it is closed. */
  onEvent(call: () => void): {close(): void};
  close(): void;
}
