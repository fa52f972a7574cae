import type {Procfs} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import {parsePidLimits, type ResourceLimit} from '../../parse/process/pid-limits.ts';
import {parsePidStatus} from '../../parse/process/pid-status.ts';

/** What a zombie still shows of why it was killed. */
export interface DeathTraces {
  /** RLIMIT_CPU; undefined where it can't be read. */
  readonly cpuSeconds: ResourceLimit | undefined;
  /** The line Seccomp of proc_pid_status(5): 0 none, 1 strict, 2 a filter, 3 killed by it; undefined where it can't be read. */
  readonly seccomp: number | undefined;
}

export function readDeathTraces(procfs: Procfs, pid: number): DeathTraces {
  const limits = orUndefined(procfs.read(`${pid}/limits`));
  const cpuSeconds = limits && parsePidLimits(limits)?.cpuSeconds;
  const status = orUndefined(procfs.read(`${pid}/status`));
  return {cpuSeconds, seccomp: status && parsePidStatus(status)?.seccomp};
}
