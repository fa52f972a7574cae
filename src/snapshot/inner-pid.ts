import {orUndefined} from '../kernel/read.ts';
import type {NamedContainer} from '../parse/process/container.ts';
import type {Process} from './process.ts';

/** What a process is called where it runs: its pid in a pid namespace below the one that the procfs shows. */
export interface InnerPid {
  readonly pid: number;
  /** Undefined where its cgroup names none. */
  readonly container: NamedContainer | undefined;
}

/** Undefined for a process of the pid namespace that the procfs shows, and where that can't be read. */
export function innerPidOf({status, container}: InsideOf): InnerPid | undefined {
  const nspids = orUndefined(status())?.nspids ?? [];
  const pid = nspids.length > 1 ? nspids.at(-1) : undefined;
  return pid === undefined ? undefined : {pid, container: container()};
}

/** What it takes to know where a process runs. */
export type InsideOf = Pick<Process, 'status' | 'container'>;
