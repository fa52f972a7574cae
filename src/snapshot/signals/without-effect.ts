import type {PidStatus} from '../../parse/process/pid-status.ts';
import {SIGCHLD, SIGHUP, SIGINT, SIGPIPE, SIGTERM, SIGXFSZ} from '../../parse/signals/numbers.ts';
import {defaultAction} from '../../parse/signals/signal-actions.ts';
import {hasSignal, signalsIn} from '../../parse/signals/signal-set.ts';
import {dispositionOf} from './disposition.ts';

/** The signals that may have no effect on a process by mistake, in the order in which they are reported. */
const usual = [SIGTERM, SIGPIPE, SIGINT, SIGHUP];

/**
 * Signals whose blocking keeps nobody waiting. SIGCHLD has rules of its own, and so has SIGTERM. A write that would send
 * SIGPIPE or SIGXFSZ fails with EPIPE or EFBIG in their place, which is why libraries block them.
 */
const harmless: readonly number[] = [SIGCHLD, SIGPIPE, SIGTERM, SIGXFSZ];

/**
 * The signals that may have no effect on a process, by its status: those of `usual` that it ignores or blocks, the
 * SIGTERM of a PID 1 that does not catch it, and those that are pending and blocked in its main thread.
 */
export function signalsWithoutEffect(status: PidStatus): number[] {
  const {ignored, sharedPending, pending} = status;
  const isTermOpen = mayNotEnd(status);
  const known = usual.filter(signal => hasSignal(ignored, signal) || (signal === SIGTERM && isTermOpen));
  if (sharedPending === 0n && pending === 0n) return known;
  const stuck = signalsIn(sharedPending | pending).filter(signal => isHeldBack(status, signal));
  return [...new Set([...known, ...stuck])];
}

/** Whether the main thread blocks a signal that somebody may wait for, and that would act if it were delivered. */
export function isHeldBack(status: PidStatus, signal: number): boolean {
  return hasSignal(status.blocked, signal) && !harmless.includes(signal) && wouldAct(status, signal);
}

/** Whether SIGTERM, though it isn't ignored, may not end a process. */
function mayNotEnd({blocked, caught, nspids}: PidStatus): boolean {
  return hasSignal(blocked, SIGTERM) || (nspids.at(-1) === 1 && !hasSignal(caught, SIGTERM));
}

/** Whether a signal would do anything if it arrived. One that is blocked is kept even where it is ignored: signal(7). */
function wouldAct(status: PidStatus, signal: number): boolean {
  const disposition = dispositionOf(status, signal);
  if (disposition !== 'default') return disposition === 'caught';
  const action = defaultAction(signal);
  return action !== 'ignore' && action !== 'continue';
}
