import {mapRead, type Read} from '../../kernel/read.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';

/** What happens when a signal is delivered to a process: signal(7), "Signal dispositions". */
export type Disposition = 'default' | 'ignored' | 'caught';

/** What a process does with a signal: it takes one file. */
export function readDisposition(process: Process, signal: number): Read<Disposition> {
  return mapRead(process.status(), status => dispositionOf(status, signal));
}

/** What a process does with a signal, by the SigIgn and SigCgt of its status. */
export function dispositionOf({ignored, caught}: PidStatus, signal: number): Disposition {
  if (hasSignal(ignored, signal)) return 'ignored';
  return hasSignal(caught, signal) ? 'caught' : 'default';
}
