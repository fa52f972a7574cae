import type {Accompanied} from './accompany.ts';
import type {LeftBehind} from './left-behind.ts';
import type {Trouble} from './trouble.ts';

/** How procdoc exits after a command: with a status, or by a signal. */
export type OwnEnd = {readonly exitStatus: number} | {readonly signal: number};

/** What became of a command, and of what it left. */
export interface Outcome {
  readonly command: readonly string[];
  readonly ran: Accompanied;
  /** As it was when the grace was over. */
  readonly left: LeftBehind;
  readonly troubles: ReadonlyMap<Trouble, number>;
  /** The kinds of trouble on which the command is to fail, and that are there. */
  readonly failing: readonly Trouble[];
  /** The pids of what procdoc ended. */
  readonly ended: readonly number[];
  readonly own: OwnEnd;
}

/** As timeout(1) has it. */
const TIMED_OUT = 124;

/**
 * procdoc exits as the command did: with its status, or by its signal.
 * @param failStatus the exit status for a command that succeeded, and left what it is to fail on; undefined: it did not
 */
export function ownEnd({end: {status}, timedOut}: Accompanied, failStatus: number | undefined): OwnEnd {
  if (timedOut) return {exitStatus: TIMED_OUT};
  if (status.kind === 'signaled') return {signal: status.signalNumber ?? 0};
  return {exitStatus: status.exitStatus || (failStatus ?? 0)};
}

/** The end with this status in place of success: what says more, stays. */
export function unlessFailed(own: OwnEnd, exitStatus: number): OwnEnd {
  return 'exitStatus' in own && own.exitStatus === 0 ? {exitStatus} : own;
}

/** As a shell has it, of a command that can't be started. */
export function unstartedStatus(errno: string): 126 | 127 {
  return errno === 'ENOENT' ? 127 : 126;
}
