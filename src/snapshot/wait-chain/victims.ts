import {isOlder} from '../process.ts';
import type {ProcessNode} from './follow-waits.ts';
import {deadlocked, type EdgeKind, type Wait, type WaitNode} from './graph.ts';

/** Waits that the end of any one of those they lead to ends; other ends are shared, so that each has to let go. */
const endedByOne: ReadonlySet<EdgeKind> = new Set([
  'waits-for-child',
  'waits-for-tracee',
  'waits-for-process',
  'traced-by',
]);

/**
 * Which members of a deadlocked circle to end so that the others go on: few, and of those that serve equally
 * the youngest, a child rather than its parent. The same ones wherever in the circle the search for it began.
 */
export function whomToEnd(nodes: readonly ProcessNode[], circle: readonly number[]): number[] {
  const left = nodes
    .filter(({pid}) => circle.includes(pid))
    .sort((one, other) => (isOlder(one.process, other.process) ? 1 : -1))
    .map(({pid}) => pid);
  const ended: number[] = [];
  const stillIn = (pids: readonly number[]) => {
    const held = heldAfter(nodes, pids);
    return left.filter(pid => held.has(pid)).length;
  };
  while (left.length > 0 && stillIn(ended) > 0) {
    const freed = left.map(pid => stillIn([...ended, pid]));
    ended.push(...left.splice(freed.indexOf(Math.min(...freed)), 1));
  }
  return ended;
}

/** Those that are held still, or then by themselves, when these have ended. */
export function heldAfter(nodes: readonly WaitNode[], ended: readonly number[]): ReadonlySet<number> {
  const isOver = (to: number | null) => to !== null && ended.includes(to);
  const without = (wait: Wait): Wait => {
    const isEnded = wait.edges.some(({to, kind}) => isOver(to) && endedByOne.has(kind));
    return {...wait, edges: isEnded ? [] : wait.edges.filter(({to}) => !isOver(to))};
  };
  const rest = nodes.filter(({pid}) => !ended.includes(pid));
  return deadlocked(rest.map(({pid, waits}) => ({pid, waits: waits.map(without)})));
}
