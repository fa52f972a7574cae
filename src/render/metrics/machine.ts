import type {Leftovers} from '../../rules/diagnosis/leftovers.ts';
import type {Unreadable} from '../../snapshot/ledger.ts';
import type {CgroupLimit} from '../../snapshot/machine-load/limited-cgroups.ts';
import type {PausedProcesses} from '../../snapshot/machine-load/paused.ts';
import type {TaskLimit} from '../../snapshot/machine-load/task-limit.ts';
import {counter, type Family, gauge, labelValue, MOST_SAMPLES, number, type Sample} from './family.ts';

/** By how many tasks a cgroup, by its folder, or the machine, without one, grows in a second; undefined: not known. */
export type GrowthOf = (folder: string | undefined) => number | undefined;

/** Tasks and their limits: of the machine, and of the cgroups that are the fullest. */
export function taskFamilies(
  machine: TaskLimit | undefined,
  cgroups: readonly CgroupLimit[],
  growthOf: GrowthOf,
): Family[] {
  const byLabel = new Map(
    cgroups
      .slice(0, MOST_SAMPLES)
      .reverse()
      .map(limit => [labelValue(limit.path), limit] as const),
  );
  const each = (measure: (limit: CgroupLimit) => number | undefined) =>
    [...byLabel].flatMap(([cgroup, limit]): Sample[] => {
      const value = measure(limit);
      return value === undefined ? [] : [[{cgroup}, value]];
    });
  const untilFull = ({folder, max, current}: TaskLimit) => secondsUntilFull(max - current, growthOf(folder));
  return [
    gauge('procdoc_tasks', 'Tasks on the machine: threads, and zombies.', number(machine?.current)),
    gauge('procdoc_tasks_limit', 'The limit that the kernel sets for them.', number(machine?.max)),
    gauge(
      'procdoc_tasks_full_seconds',
      'In how many seconds that limit is reached at the rate of the last two minutes; absent if tasks grow no more.',
      number(machine && untilFull(machine)),
    ),
    gauge(
      'procdoc_cgroup_tasks',
      'Tasks in a cgroup and below it: threads, and zombies. Of the cgroups with a limit, the fullest.',
      each(({current}) => current),
    ),
    gauge(
      'procdoc_cgroup_tasks_limit',
      'The limit of tasks of a cgroup: pids.max.',
      each(({max}) => max),
    ),
    counter(
      'procdoc_cgroup_tasks_limit_hits_total',
      'How often fork(2) failed because of the limit: "max" in pids.events.',
      each(({failedForks}) => failedForks),
    ),
    gauge(
      'procdoc_cgroup_tasks_full_seconds',
      'In how many seconds the limit is reached at the rate of the last two minutes; absent if tasks grow no more.',
      each(untilFull),
    ),
  ];
}

function secondsUntilFull(room: number, growth: number | undefined): number | undefined {
  if (room <= 0) return 0;
  return growth !== undefined && growth > 0 ? Math.round(room / growth) : undefined;
}

/** Processes that are there and don't run. */
export function pausedFamilies({stopped, frozen}: PausedProcesses, isHiding: boolean): Family[] {
  const seen = (count: number | undefined) => number(isHiding ? undefined : count);
  return [
    gauge(
      'procdoc_processes_stopped',
      'Processes that are stopped by job control or SIGSTOP.',
      seen(stopped),
    ),
    gauge('procdoc_processes_frozen', 'Processes in a frozen cgroup.', seen(frozen)),
  ];
}

/** What leftovers keep from others, and deadlocks. */
export function leftoverFamilies({locks, listeners, deadlocks}: Leftovers): Family[] {
  return [
    gauge(
      'procdoc_leftover_locks',
      'Locked files whose lock a process has that was left behind.',
      number(locks),
    ),
    gauge(
      'procdoc_leftover_listeners',
      'Listening sockets, at a port or a path, that a process has that was left behind.',
      number(listeners),
    ),
    gauge('procdoc_deadlocks', 'Cycles of processes that wait for each other.', number(deadlocks)),
  ];
}

/** What could not be seen, by all looks: of how many processes, or 1 for what is of none. */
export function gapFamilies(gaps: readonly Unreadable[]): Family[] {
  const counts = new Map<string, Sample>();
  for (const {what, errno, pids} of gaps) {
    const labels = {what: labelValue(what), errno};
    const key = JSON.stringify(labels);
    counts.set(key, [labels, Math.max(counts.get(key)?.[1] ?? 1, pids.length)]);
  }
  const sorted = [...counts.values()].sort(([, a], [, b]) => b - a);
  const rest = sorted.slice(MOST_SAMPLES).reduce((sum, [, count]) => sum + count, 0);
  const other: Sample[] = rest === 0 ? [] : [[{what: 'other', errno: ''}, rest]];
  return [
    gauge('procdoc_complete', 'Whether everything could be seen that was looked for.', [
      [{}, Number(gaps.length === 0)],
    ]),
    gauge(
      'procdoc_unreadable',
      'What could not be seen: of how many processes; 1 for what is of no process.',
      [...sorted.slice(0, MOST_SAMPLES), ...other],
    ),
  ];
}
