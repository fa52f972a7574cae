import {isOlder} from '../process.ts';
import type {EdgeKind} from '../wait-chain/edge.ts';
import type {ProcessNode} from '../wait-chain/follow-waits.ts';
import {deadlocked, type Wait, type WaitNode} from '../wait-chain/graph.ts';

/** Waits that end when any one of the processes they lead to exits; pipes and locks have to be released by all of them. */
const endedByOne: ReadonlySet<EdgeKind> = new Set([
  'waits-for-child',
  'waits-for-tracee',
  'waits-for-process',
  'traced-by',
]);

/**
 * The members of a deadlocked cycle to kill so that the others continue: as few as possible, and of equals the
 * youngest, a child rather than its parent. They do not depend on where in the cycle the search began.
 */
export function deadlockVictims(nodes: readonly ProcessNode[], cycle: readonly number[]): number[] {
  const left = nodes
    .filter(({pid}) => cycle.includes(pid))
    .sort((one, other) => (isOlder(one.process, other.process) ? 1 : -1))
    .map(({pid}) => pid);
  const victims: number[] = [];
  const leftWithout = (pids: readonly number[]) => {
    const stuck = deadlockedWithout(nodes, pids);
    return left.filter(pid => stuck.has(pid)).length;
  };
  while (left.length > 0 && leftWithout(victims) > 0) {
    const counts = left.map(pid => leftWithout([...victims, pid]));
    victims.push(...left.splice(counts.indexOf(Math.min(...counts)), 1));
  }
  return victims;
}

/** The processes that stay deadlocked, maybe each with itself, when the victims have exited. */
export function deadlockedWithout(
  nodes: readonly WaitNode[],
  victims: readonly number[],
): ReadonlySet<number> {
  const isOver = (to: number | null) => to !== null && victims.includes(to);
  const without = (wait: Wait): Wait => {
    const isEnded = wait.edges.some(({to, kind}) => isOver(to) && endedByOne.has(kind));
    return {...wait, edges: isEnded ? [] : wait.edges.filter(({to}) => !isOver(to))};
  };
  const rest = nodes.filter(({pid}) => !victims.includes(pid));
  return deadlocked(rest.map(({pid, waits}) => ({pid, waits: waits.map(without)})));
}
