import type {ResourceUsage} from '../../kernel/children/wait.ts';
import type {WaitStatus} from '../../parse/wait-status/wait-status.ts';
import type {DeathTraces} from './death-traces.ts';

/** A change of state of a child, as wait(2) gave it. */
export interface WaitEvent {
  /** When procdoc learnt of it: milliseconds since the epoch. */
  readonly timeMs: number;
  readonly pid: number;
  /** Field 22 of proc_pid_stat(5), which identifies the process with its pid; undefined where that couldn't be read. */
  readonly startTicks: number | undefined;
  /** Undefined where it couldn't be read. */
  readonly comm: string | undefined;
  /** Whether it is the command itself, and not an orphan that procdoc adopted. */
  readonly isCommand: boolean;
  readonly status: WaitStatus;
  readonly usage: MeasuredUsage;
  /** Of the command, if a signal killed it, and where that can be read. */
  readonly traces?: DeathTraces | undefined;
}

/** What a child used. */
export interface MeasuredUsage extends ResourceUsage {
  /**
   * Whether `maxRssBytes` is only an upper bound: a child shares the memory of procdoc until it calls execve(2), and the
   * kernel counts that.
   */
  readonly isMaxRssBound: boolean;
}

/** Whether the process is gone: it exited, or was killed. */
export function isEnd({status: {kind}}: WaitEvent): boolean {
  return kind === 'exited' || kind === 'signaled';
}
