import {SIGCHLD, SIGPIPE} from '../../parse/signals/numbers.ts';
import type {Process} from '../process.ts';
import {conductOf} from '../programs/conduct.ts';
import {actionOf, type SignalActions} from '../signals/signal-actions.ts';
import {actionFlags} from '../signals/signal-state.ts';

/** A signal, and the kernel's own record of what processes do with it. */
export interface RecordedSignal {
  readonly signal: number;
  readonly actions: SignalActions;
}

/**
 * Whether a program called sigaction(2) for a signal itself since its execve(2), which clears the flags of every signal
 * (kernel/signal.c, flush_signal_handlers). False: it was started with the disposition that it has. A process that was
 * forked has the flags of its parent, which are no news. Undefined where the kernel's own record can't be read, and
 * where only the C library's own flag is there: a program that restores what it was started with leaves that, too.
 */
export function setsItself(process: Process, {signal, actions}: RecordedSignal): boolean | undefined {
  if (ignoresByDesign(process, signal)) return true;
  if (process.stat.forkedWithoutExec) return false;
  const action = actionOf(process, actions);
  if (!action) return undefined;
  if (actionFlags(action).length > 0) return true;
  return action.flags === 0 ? false : undefined;
}

function ignoresByDesign(process: Process, signal: number): boolean {
  const conduct = conductOf(process);
  if (signal === SIGPIPE) return conduct?.ignoresSigpipe === true || conduct?.sigpipe === 'ignored';
  return signal === SIGCHLD && conduct?.sigchld === 'ignores';
}
