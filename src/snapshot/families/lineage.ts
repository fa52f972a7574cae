import {groupBy} from '../group-by.ts';

/** A process as far as a family tree needs it. */
export interface HasParent {
  readonly pid: number;
  readonly ppid: number;
}

/** A part of the family tree, from one process, or from all that have no parent here, downwards. */
export interface Lineage<T extends HasParent> {
  /** The parent of the one process, the parent of that, and so on. */
  readonly ancestors: readonly T[];
  readonly roots: readonly T[];
  /** The roots and what is below them, parents before children, no deeper than was asked for. */
  readonly shown: readonly T[];
  /** By pid, how many descendants are not shown because they lie deeper. */
  readonly hiddenBelow: ReadonlyMap<number, number>;
}

/** The ancestors and descendants of one process. Pids that were reused during the look may make a ring, which is cut. */
export function lineageOf<T extends HasParent>(all: readonly T[], one: T, depth: number): Lineage<T> {
  const byPid = new Map(all.map(kin => [kin.pid, kin]));
  const ancestors = new Set<T>();
  for (
    let next = byPid.get(one.ppid);
    next && next !== one && !ancestors.has(next);
    next = byPid.get(next.ppid)
  ) {
    ancestors.add(next);
  }
  return {ancestors: [...ancestors], ...descend(all, [one], depth)};
}

/** The whole family, from each process whose parent isn't in it, and from one process of each ring. */
export function wholeLineage<T extends HasParent>(all: readonly T[], depth: number): Lineage<T> {
  const byPid = new Map(all.map(kin => [kin.pid, kin]));
  const tops = new Set<T>();
  const metFrom = new Map<T, T>();
  for (const kin of all) {
    let next: T | undefined = kin;
    let top: T | undefined;
    for (; next && !metFrom.has(next); next = byPid.get(next.ppid)) {
      metFrom.set(next, kin);
      top = next;
    }
    if (top && next && metFrom.get(next) === kin) tops.add(next);
    else if (top && !next) tops.add(top);
  }
  const roots = all.filter(kin => tops.has(kin));
  return {ancestors: [], ...descend(all, roots, depth)};
}

function descend<T extends HasParent>(
  all: readonly T[],
  roots: readonly T[],
  depth: number,
): Omit<Lineage<T>, 'ancestors'> {
  const childrenOf = groupBy(all, ({ppid}) => ppid);
  const met = new Set<T>(roots);
  const newChildren = ({pid}: T) => (childrenOf.get(pid) ?? []).filter(child => !met.has(child));
  let level = roots;
  for (let at = 0; at < depth && level.length > 0; at++) {
    level = level.flatMap(newChildren);
    for (const kin of level) met.add(kin);
  }
  const shown = [...met];
  const hiddenBelow = new Map<number, number>();
  for (const kin of level) {
    const hidden = newChildren(kin);
    for (const child of hidden) {
      met.add(child);
      hidden.push(...newChildren(child));
    }
    if (hidden.length > 0) hiddenBelow.set(kin.pid, hidden.length);
  }
  return {roots, shown, hiddenBelow};
}
