import {areCgroupsMounted, frozenCgroupOf} from '../cgroups.ts';
import {conditionOf} from '../condition.ts';
import type {Snapshot} from '../snapshot.ts';

/** How many processes are kept from running. */
export interface PausedProcesses {
  /** By job control or SIGSTOP. */
  readonly stopped: number;
  /** By a cgroup; undefined where no cgroups are seen. */
  readonly frozen: number | undefined;
}

/** Reads no more of a process than its stat and its cgroups, unless its stat shows that it is stopped. */
export function readPaused(snapshot: Snapshot): PausedProcesses {
  const processes = snapshot.others();
  const isStopped = processes.filter(
    process => process.stat.state === 'T' && conditionOf(snapshot, process)?.kind === 'stopped',
  );
  const frozen = processes.filter(process => frozenCgroupOf(snapshot, process) !== undefined);
  return {stopped: isStopped.length, frozen: areCgroupsMounted(snapshot) ? frozen.length : undefined};
}
