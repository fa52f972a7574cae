import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * The pids of processes and of all that came of them, as far as it is visible: their descendants, and the members of
 * each session or process group that one of these leads. Orphans stay in theirs.
 */
export function relativesOf(snapshot: Snapshot, processes: readonly Process[]): ReadonlySet<number> {
  const family = new Set(
    processes.flatMap(process => [process, ...snapshot.descendants(process)]).map(({pid}) => pid),
  );
  const left = snapshot.processes().filter(({stat}) => family.has(stat.sid) || family.has(stat.pgid));
  for (const process of left)
    for (const {pid} of [process, ...snapshot.descendants(process)]) family.add(pid);
  return family;
}
