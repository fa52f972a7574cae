import {mapRead, type Read} from '../../kernel/read.ts';
import type {SignalAction} from '../../kernel/syscalls.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';
import type {Blockage} from './blockage.ts';
import type {Disposition} from './disposition.ts';
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
 * @param masks its status, or what matters of that
 */
export function mayMissChildren(
  process: Process,
  masks: Read<Pick<PidStatus, 'blocked' | 'ignored'>>,
  action?: SignalAction,
): boolean {
  if (!masks.ok) return false;
  const {blocked, ignored} = masks.value;
  if (process.isExitedLeader() || hasSignal(blocked, SIGCHLD) || hasSignal(ignored, SIGCHLD)) return true;
  return setsNoWait(action);
}

/** Whether its children are reaped automatically; null where that takes the kernel's own record. */
function reapsByItself(disposition: Disposition, action: SignalAction | undefined): boolean | null {
  if (disposition === 'ignored') return true;
  return action ? setsNoWait(action) : null;
}

function setsNoWait(action: SignalAction | undefined): boolean {
  return action !== undefined && (action.flags & SA_NOCLDWAIT) !== 0;
}

/** What a process does with SIGCHLD; its flags and handler only if the kernel's own record of it is given. */
export function readSigchld(process: Process, action?: SignalAction): Read<Sigchld> {
  return mapRead(readSignalState(process, SIGCHLD, action), state => ({
    ...state,
    autoReap: reapsByItself(state.disposition, action),
  }));
}
