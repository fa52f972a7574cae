import {found, mapRead, type Read} from '../../kernel/read.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';
import {KernelStat} from '../process-table/kernel-stat.ts';

/** What happens when a signal is delivered to a process: signal(7), "Signal dispositions". */
export type Disposition = 'default' | 'ignored' | 'caught';

/** What a process does with a signal: it takes one file, or, of SIGCHLD, the kernel's own record of it. */
export function readDisposition(process: Process, signal: number): Read<Disposition> {
  const {stat} = process;
  if (signal === SIGCHLD && stat instanceof KernelStat) return found(stat.sigchldDisposition);
  return mapRead(process.briefStatus(), status => dispositionOf(status, signal));
}

/** What a process does with a signal, by the SigIgn and SigCgt of its status. */
export function dispositionOf(
  {ignored, caught}: Pick<PidStatus, 'ignored' | 'caught'>,
  signal: number,
): Disposition {
  if (hasSignal(ignored, signal)) return 'ignored';
  return hasSignal(caught, signal) ? 'caught' : 'default';
}
