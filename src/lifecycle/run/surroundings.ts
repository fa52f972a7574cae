import type {Machine} from '../../kernel/machine/machine.ts';
import type {Procfs} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import {type PidLimits, parsePidLimits} from '../../parse/process/pid-limits.ts';
import {vantageOfProcfs} from '../../snapshot/vantage.ts';

/** What procdoc can know of itself and its children by /proc. */
export interface Surroundings {
  readonly machine: Machine;
  /** Undefined where /proc is that of another pid namespace, in which the pids of children mean other processes. */
  readonly procfs: Procfs | undefined;
}

export function surroundingsOn(machine: Machine): Surroundings {
  return {machine, procfs: vantageOfProcfs(machine, '/proc').pids === 'ours' ? machine.procfs : undefined};
}

/**
 * The soft limit of open files that procdoc was started with: Node raises its own to the hard one, and a limit is
 * inherited, so that it is that of the parent. Undefined where the parent has another hard limit.
 */
export function inheritedOpenFiles({procfs}: Surroundings): bigint | undefined {
  const limitsOf = (pid: number | 'self'): PidLimits | undefined => {
    const bytes = procfs && orUndefined(procfs.read(`${pid}/limits`));
    return bytes && parsePidLimits(bytes);
  };
  const [own, parents] = [limitsOf('self')?.openFiles, limitsOf(process.ppid)?.openFiles];
  if (own === undefined || parents === undefined || own.hard !== parents.hard) return undefined;
  return Number.isFinite(parents.soft) && parents.soft < own.soft ? BigInt(parents.soft) : undefined;
}
