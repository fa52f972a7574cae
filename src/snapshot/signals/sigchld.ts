import {mapRead, orUndefined, type Read} from '../../kernel/read.ts';
import type {SignalAction} from '../../kernel/syscalls.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';
import type {Blockage} from './blockage.ts';
import {type Disposition, readDisposition} from './disposition.ts';
import {readSignalState, SA_NOCLDWAIT, type SignalState} from './signal-state.ts';

/** What a process does with SIGCHLD, as the JSON contract has it. */
export interface Sigchld extends SignalState {
  /** Whether its children are reaped automatically when they exit; null where SA_NOCLDWAIT can't be excluded. */
  readonly autoReap: boolean | null;
}

/**
 * Whether SIGCHLD is blocked in every thread and pending, and what is known of that gives it weight: a second look still
 * shows it, and it is not blocked by the handler of another signal, with the default action, which is to do nothing.
 */
export function isStuck({blocked, pending, disposition}: Sigchld, blockage: Blockage | undefined): boolean {
  if (!blocked || !pending || blockage?.kind === 'moment') return false;
  return blockage?.kind !== 'in-handler' || disposition === 'caught';
}

/**
 * Whether SIGCHLD can be stuck, or children be reaped automatically: false where the status of the main thread alone rules
 * that out, because it takes the signal. One file instead of two for each thread.
 */
export function mayMissChildren(process: Process, action?: SignalAction): boolean {
  const status = orUndefined(process.status());
  if (!status) return false;
  if (process.isExitedLeader() || hasSignal(status.blocked, SIGCHLD)) return true;
  const disposition = orUndefined(readDisposition(process, SIGCHLD));
  return disposition !== undefined && reapsByItself(disposition, action) === true;
}

/** Whether its children are reaped automatically; null where that takes the kernel's own record. */
function reapsByItself(disposition: Disposition, action: SignalAction | undefined): boolean | null {
  if (disposition === 'ignored') return true;
  return action ? (action.flags & SA_NOCLDWAIT) !== 0 : null;
}

/** What a process does with SIGCHLD; its flags and handler only if the kernel's own record of it is given. */
export function readSigchld(process: Process, action?: SignalAction): Read<Sigchld> {
  return mapRead(readSignalState(process, SIGCHLD, action), state => ({
    ...state,
    autoReap: reapsByItself(state.disposition, action),
  }));
}
