import type {Process} from '../process.ts';
import {conductOf} from '../programs/conduct.ts';
import {actionFlags} from '../signals/sigchld.ts';
import {actionOf, type SignalActions} from '../signals/sigchld-actions.ts';

/**
 * Whether a program called sigaction(2) for SIGCHLD itself since its execve(2), which clears the flags of every signal
 * (kernel/signal.c, flush_signal_handlers). False: it was started with the SIGCHLD that it has. A process that was
 * forked has the flags of its parent, which are no news. Undefined where the kernel's own record can't be read, and
 * where only the C library's own flag is there: a program that restores what it was started with leaves that, too.
 */
export function setsSigchldItself(process: Process, actions: SignalActions): boolean | undefined {
  if (conductOf(process)?.sigchld === 'ignores') return true;
  if (process.stat.forkedWithoutExec) return false;
  const action = actionOf(process, actions);
  if (!action) return undefined;
  if (actionFlags(action).length > 0) return true;
  return action.flags === 0 ? false : undefined;
}
