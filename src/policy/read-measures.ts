import {found, type Read, unreadable} from '../kernel/read.ts';
import {hiddenFrom} from '../rules/diagnosis/scope-gaps.ts';
import type {Scope} from '../rules/scope.ts';
import {readOrphanhoods} from '../snapshot/families/orphans.ts';
import {groupBy} from '../snapshot/group-by.ts';
import type {Zombie} from '../snapshot/zombies/zombie.ts';
import type {Measures} from './facts.ts';

/**
 * A zombie is in a scope if it or its parent is. Orphans are counted only if asked for.
 * Where processes are hidden, more may be among them: no measure is known.
 */
export async function readMeasures(scope: Scope, withOrphans: boolean): Promise<Measures> {
  const {zombies} = await scope.zombies();
  const measures = new Map(measuresOf(zombies.filter(zombie => scope.hasZombie(zombie))));
  if (withOrphans)
    measures.set('orphans', found((await readOrphanhoods(scope.snapshot, scope.processes)).size));
  if (hiddenFrom(scope) === null) return measures;
  return new Map([...measures.keys()].map(name => [name, unreadable('EACCES')]));
}

/** What is measured of zombies, where no process is hidden. */
export function measuresOf(zombies: readonly Zombie[]): Measures {
  const byParent = [...groupBy(zombies, ({process}) => process.stat.ppid).values()];
  return new Map([
    ['zombies', found(zombies.length)],
    ['zombies-per-parent', found(Math.max(0, ...byParent.map(({length}) => length)))],
    ['zombie-age', oldestOf(zombies)],
  ]);
}

/** 0 without a zombie. A zombie of unknown age may be the oldest. */
function oldestOf(zombies: readonly Zombie[]): Read<number> {
  let oldest = 0;
  for (const {deadForSeconds} of zombies) {
    if (deadForSeconds === null) return unreadable('ENODATA');
    oldest = Math.max(oldest, deadForSeconds);
  }
  return found(oldest);
}
