import type {EveryOpenFile} from '../descriptors/open-file-index.ts';
import type {Process} from '../process.ts';
import {switchesAt} from '../second-look.ts';
import type {Snapshot} from '../snapshot.ts';
import {followWaits, type ProcessNode} from '../wait-chain/follow-waits.ts';
import {couldBeDeadlocked, deadlocked} from '../wait-chain/graph.ts';

/** What some processes wait for, and what that waits for, as far as a deadlock could reach. */
export interface DeadlockSearch {
  readonly nodes: ReadonlyMap<number, ProcessNode>;
  /** The processes that only other members of the set could free. */
  readonly deadlocked: ReadonlySet<number>;
}

/**
 * Searches the waits of some processes for deadlocks. The search ends at a process that time, a signal or an unknown
 * process can wake up, so that it looks at few processes of a busy machine.
 */
export async function searchDeadlocks(
  snapshot: Snapshot,
  asked: readonly Process[],
  openFiles?: EveryOpenFile,
): Promise<DeadlockSearch> {
  const nodes = new Map<number, ProcessNode>();
  for await (const node of followWaits(snapshot, asked, {openFiles, isFollowed: couldBeDeadlocked}))
    nodes.set(node.pid, node);
  return {nodes, deadlocked: deadlocked([...nodes.values()])};
}

/**
 * The cycles whose processes are all deadlocked at another look as well, and none of their threads has run in between:
 * one look for all cycles, because each takes the descriptors of the whole machine. Of two
 * processes that talk to each other, each may be seen to wait at a moment of its own. A thread that has not been
 * switched out between two looks has slept from before the first to after the second.
 */
export async function stillDeadlocked<T extends readonly number[]>(
  snapshot: Snapshot,
  cycles: readonly T[],
): Promise<T[]> {
  if (cycles.length === 0) return [];
  const pids = [...new Set(cycles.flat())];
  const before = switchesAt(snapshot.again(), pids);
  const look = snapshot.again();
  const second = await searchDeadlocks(
    look,
    pids.flatMap(pid => look.find(pid) ?? []),
  );
  const after = switchesAt(snapshot.again(), pids);
  const hasStayed = (pid: number) =>
    second.deadlocked.has(pid) && before.has(pid) && before.get(pid) === after.get(pid);
  return cycles.filter(cycle => cycle.every(hasStayed));
}
