import {mapRead, type Read} from '../../kernel/read.ts';
import type {SignalAction} from '../../kernel/syscalls.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import type {Process} from '../process.ts';
import type {Blockage} from './blockage.ts';
import {type Disposition, dispositionOf} from './disposition.ts';
import {blocks, isBlocked, isPending} from './takers.ts';

/** What a process does with SIGCHLD, as the JSON contract has it. */
export interface Sigchld {
  readonly disposition: Disposition;
  /** Whether every live thread blocks it: a thread that does not would take it. */
  readonly blocked: boolean;
  /** How many of its live threads block it. */
  readonly blockedInThreads: number;
  readonly pending: boolean;
  /** Whether its children are reaped automatically when they exit; null where SA_NOCLDWAIT can't be excluded. */
  readonly autoReap: boolean | null;
  /** The flags of sigaction(2), "SA_NOCLDWAIT" …; null where they can't be read. */
  readonly flags: readonly string[] | null;
  /** The address of the handler, in hexadecimal; null where it can't be read or there is no handler. */
  readonly handler: string | null;
}

const SA_NOCLDWAIT = 0x2;

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

/**
 * Whether SIGCHLD is blocked in every thread and pending, and what is known of that gives it weight: a second look still
 * shows it, and it is not blocked by the handler of another signal, with the default action, which is to do nothing.
 */
export function isStuck({blocked, pending, disposition}: Sigchld, blockage: Blockage | undefined): boolean {
  if (!blocked || !pending || blockage?.kind === 'moment') return false;
  return blockage?.kind !== 'in-handler' || disposition === 'caught';
}

/** Only the disposition of SIGCHLD: it takes one file. */
export function readDisposition(process: Process): Read<Disposition> {
  return mapRead(process.status(), status => dispositionOf(status, SIGCHLD));
}

/** What a process does with SIGCHLD; its flags and handler only if the kernel's own record of it is given. */
export function readSigchld(process: Process, action?: SignalAction): Read<Sigchld> {
  return mapRead(process.status(), status => {
    const disposition = dispositionOf(status, SIGCHLD);
    const threads = process.liveThreads();
    const noChildWait = action && (action.flags & SA_NOCLDWAIT) !== 0;
    return {
      disposition,
      blocked: isBlocked(process, SIGCHLD),
      blockedInThreads: threads.filter(thread => blocks(thread, SIGCHLD)).length,
      pending: isPending(process, SIGCHLD),
      autoReap: disposition === 'ignored' || (noChildWait ?? null),
      flags: action ? actionFlags(action) : null,
      handler: action && action.handler > 1n ? `0x${action.handler.toString(16)}` : null,
    };
  });
}
