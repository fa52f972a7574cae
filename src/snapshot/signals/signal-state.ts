import {mapRead, type Read} from '../../kernel/read.ts';
import type {SignalAction} from '../../kernel/syscalls.ts';
import type {Process} from '../process.ts';
import {type Disposition, dispositionOf} from './disposition.ts';
import {blocks, isBlocked, isPending} from './takers.ts';

/** What a process does with a signal. */
export interface SignalState {
  readonly disposition: Disposition;
  /** Whether every live thread blocks it: a thread that does not would take it. */
  readonly blocked: boolean;
  /** How many of its live threads block it. */
  readonly blockedInThreads: number;
  readonly pending: boolean;
  /** The flags of sigaction(2), "SA_NOCLDWAIT" …; null where they can't be read. */
  readonly flags: readonly string[] | null;
  /** The address of the handler, in hexadecimal; null where it can't be read or there is no handler. */
  readonly handler: string | null;
}

/** Children don't become zombies: sigaction(2). */
export const SA_NOCLDWAIT = 0x2;

/** The flags of sigaction(2) that a program sets; SA_RESTORER is the C library's own business. */
const flagNames: ReadonlyArray<readonly [number, string]> = [
  [0x1, 'SA_NOCLDSTOP'],
  [SA_NOCLDWAIT, 'SA_NOCLDWAIT'],
  [0x4, 'SA_SIGINFO'],
  [0x0800_0000, 'SA_ONSTACK'],
  [0x1000_0000, 'SA_RESTART'],
  [0x4000_0000, 'SA_NODEFER'],
  [0x8000_0000, 'SA_RESETHAND'],
];

/** The flags of sigaction(2) that a program set, by name. */
export function actionFlags({flags}: SignalAction): string[] {
  return flagNames.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
}

/** What a process does with a signal; its flags and handler only if the kernel's own record of it is given. */
export function readSignalState(process: Process, signal: number, action?: SignalAction): Read<SignalState> {
  return mapRead(process.status(), status => ({
    disposition: dispositionOf(status, signal),
    blocked: isBlocked(process, signal),
    blockedInThreads: process.liveThreads().filter(thread => blocks(thread, signal)).length,
    pending: isPending(process, signal),
    flags: action ? actionFlags(action) : null,
    handler: action && action.handler > 1n ? `0x${action.handler.toString(16)}` : null,
  }));
}
