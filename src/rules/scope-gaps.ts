import type {Unreadable} from '../snapshot/ledger.ts';
import {isOfKernelRecord} from '../snapshot/signals/sigchld-actions.ts';
import {HIDDEN_PROCESSES, UNRECORDED_PROCESSES} from '../snapshot/visibility.ts';
import type {RuleCard} from './rule.ts';
import type {Scope} from './scope.ts';

/** A rule that could not look everywhere, and is silent about what it did not see. */
export interface SkippedRule {
  readonly rule: string;
  /** "fd of process 1 could not be read (EACCES)". */
  readonly reason: string;
  /** Whether it is a limit of the rule itself: no ordinary user may see it, not even of his own processes. */
  readonly isOwnLimit: boolean;
}

/** The rules that could not look everywhere in a scope, once a reason: what they need, and could not be read so far. */
export function skippedIn(scope: Scope, rules: readonly RuleCard[]): SkippedRule[] {
  const hidden = hiddenFrom(scope);
  const gaps = gapsIn(scope);
  return [
    ...(hidden === null ? [] : rules.map(({id}) => ({rule: id, reason: hidden, isOwnLimit: false}))),
    ...rules.flatMap(({id, needs}) =>
      gaps
        .filter(({what}) => needs.includes(what))
        .map(gap => ({rule: id, reason: gapText(gap), isOwnLimit: isOfKernelRecord(gap)})),
    ),
  ];
}

/**
 * What could not be read so far and matters to a scope: of its own processes, or of none. A job on a shared
 * machine can never see what others have, and is asked about its own alone.
 */
export function gapsIn(scope: Scope): Unreadable[] {
  const {unreadable} = scope.snapshot.ledger;
  if (scope.isWhole) return unreadable;
  return unreadable.flatMap(gap => {
    const pids = gap.pids.filter(pid => scope.has({pid}));
    return gap.pids.length === 0 || pids.length > 0 ? [{...gap, pids}] : [];
  });
}

const unseen = new Set([HIDDEN_PROCESSES, UNRECORDED_PROCESSES]);

/** Why there may be processes of which nothing at all is seen; null where all are. */
export function hiddenFrom({snapshot, isWhole}: Scope): string | null {
  const gap = isWhole && snapshot.ledger.unreadable.find(({what}) => unseen.has(what));
  return gap ? gapText(gap) : null;
}

/** "fd of process 1 could not be read (EACCES)". */
export function gapText({what, errno, pids}: Unreadable): string {
  const whose =
    pids.length === 0 ? '' : pids.length === 1 ? ` of process ${pids[0]}` : ` of ${pids.length} processes`;
  return `${what}${whose} could not be read (${errno})`;
}
