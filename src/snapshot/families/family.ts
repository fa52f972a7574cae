import type {Look} from '../../kernel/process-table/process-record.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type FamilyMember, SnapshotMember} from './family-member.ts';
import {type HasParent, type Lineage, lineageOf, wholeLineage} from './lineage.ts';
import {readOrphanhoods} from './orphans.ts';

/** A part of the family tree. */
export interface Family {
  /** The parent of the one process that was asked for, the parent of that, and so on. */
  readonly ancestors: readonly FamilyMember[];
  /** The process that was asked for; without one, every process whose parent isn't visible here. */
  readonly roots: readonly FamilyMember[];
  /** Whether one process was asked for. */
  readonly ofOne: boolean;
  /** The children of a process, by its pid. */
  readonly children: ReadonlyMap<number, readonly FamilyMember[]>;
  /** How many descendants of a process lie deeper than was asked for, by its pid. */
  readonly hiddenBelow: ReadonlyMap<number, number>;
}

/**
 * The ancestors and descendants of a process; without one, all processes but the kernel's own threads.
 * @param look what of each process is looked at: of a whole one, where it is asked what each does with signals
 */
export async function readFamily(
  snapshot: Snapshot,
  process: Process | undefined,
  depth: number,
  look?: Look,
): Promise<Family> {
  await snapshot.readAtOnce(look);
  const kinOf = (one: Process) => ({pid: one.pid, ppid: snapshot.parentOf(one)?.pid ?? 0, process: one});
  const all = snapshot.processes().map(kinOf);
  const one = process && all.find(({pid}) => pid === process.pid);
  const lineage = process
    ? lineageOf(all, one ?? kinOf(process), depth)
    : wholeLineage(
        all.filter(kin => !kin.process.stat.kernelThread),
        depth,
      );
  const orphanhoods = await readOrphanhoods(
    snapshot,
    [...lineage.ancestors, ...lineage.shown].map(kin => kin.process),
  );
  return familyOf(
    lineage,
    process !== undefined,
    kin => new SnapshotMember(snapshot, kin.process, orphanhoods.get(kin.process)),
  );
}

/** The family that a lineage is of, given what to show of each process. */
export function familyOf<T extends HasParent>(
  {ancestors, roots, shown, hiddenBelow}: Lineage<T>,
  ofOne: boolean,
  memberOf: (kin: T) => FamilyMember,
): Family {
  const isRoot = new Set(roots);
  const below = shown.filter(kin => !isRoot.has(kin)).map(memberOf);
  return {
    ancestors: ancestors.map(memberOf),
    roots: roots.map(memberOf),
    ofOne,
    children: groupBy(below, ({ppid}) => ppid),
    hiddenBelow,
  };
}
