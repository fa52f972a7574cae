import {mapRead, type Read} from '../../kernel/read.ts';
import type {SignalAction} from '../../kernel/syscalls.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import type {Process} from '../process.ts';
import type {Blockage} from './blockage.ts';
import {readSignalState, type SignalState} from './signal-state.ts';

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

/** What a process does with SIGCHLD; its flags and handler only if the kernel's own record of it is given. */
export function readSigchld(process: Process, action?: SignalAction): Read<Sigchld> {
  return mapRead(readSignalState(process, SIGCHLD, action), state => ({
    ...state,
    autoReap: state.disposition === 'ignored' || (state.flags?.includes('SA_NOCLDWAIT') ?? null),
  }));
}
