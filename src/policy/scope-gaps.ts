import {type Diagnosis, skippedFor} from '../rules/diagnosis.ts';
import type {Scope} from '../rules/scope.ts';
import type {Unreadable} from '../snapshot/ledger.ts';

/**
 * What could not be read so far and matters to a scope: of its own processes, or of none. A job on a shared
 * machine can never see what others have, and is asked about its own alone.
 */
export function gapsIn({snapshot, isWhole, processes}: Scope): Unreadable[] {
  const {unreadable} = snapshot.ledger;
  if (isWhole) return unreadable;
  const own = new Set(processes.map(({pid}) => pid));
  return unreadable.flatMap(gap => {
    const pids = gap.pids.filter(pid => own.has(pid));
    return gap.pids.length === 0 || pids.length > 0 ? [{...gap, pids}] : [];
  });
}

/** A diagnosis that was just made, with only those rules skipped that could not look everywhere in its scope. */
export function withGapsIn(scope: Scope, diagnosis: Diagnosis): Diagnosis {
  return {...diagnosis, skipped: skippedFor(diagnosis.asked, gapsIn(scope))};
}
