import {type Diagnosis, gapText, skippedFor} from '../rules/diagnosis.ts';
import type {Scope} from '../rules/scope.ts';
import type {Unreadable} from '../snapshot/ledger.ts';
import {HIDDEN_PROCESSES, UNRECORDED_PROCESSES} from '../snapshot/visibility.ts';

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
  const hidden = hiddenFrom(scope);
  const all = hidden === null ? [] : diagnosis.asked.map(({id}) => ({rule: id, reason: hidden}));
  return {...diagnosis, skipped: [...all, ...skippedFor(diagnosis.asked, gapsIn(scope))]};
}

const unseen = new Set([HIDDEN_PROCESSES, UNRECORDED_PROCESSES]);

/** Why there may be processes of which nothing at all is seen; null where all are. */
export function hiddenFrom({snapshot, isWhole}: Scope): string | null {
  const gap = isWhole && snapshot.ledger.unreadable.find(({what}) => unseen.has(what));
  return gap ? gapText(gap) : null;
}
