import {HIDDEN_PROCESSES, UNRECORDED_PROCESSES} from '../../snapshot/gap-names.ts';
import type {Unreadable} from '../../snapshot/ledger.ts';
import {isOfKernelRecord} from '../../snapshot/signals/signal-actions.ts';
import type {RuleCard} from '../rule.ts';
import type {Scope} from '../scope.ts';

/** A rule that could not look everywhere, and is silent about what it could not see. */
export interface SkippedRule {
  readonly rule: string;
  readonly gap: Unreadable;
  /** Whether the rule itself takes privileges: an ordinary user can't see it, not even of his own processes. */
  readonly isOwnLimit: boolean;
}

/** The rules that could not look everywhere in a scope, once for each gap: what they need and could not read. */
export function skippedIn(scope: Scope, rules: readonly RuleCard[]): SkippedRule[] {
  const hidden = hiddenFrom(scope);
  const gaps = gapsIn(scope);
  return [
    ...(hidden === null ? [] : rules.map(({id}) => ({rule: id, gap: hidden, isOwnLimit: false}))),
    ...rules.flatMap(({id, needs}) =>
      gaps
        .filter(({what}) => needs.includes(what))
        .map(gap => ({rule: id, gap, isOwnLimit: isOfKernelRecord(gap)})),
    ),
  ];
}

/**
 * What could not be read so far and matters to a scope: files of its processes, and files of no process. A job on a
 * shared machine can never see everything, and is asked only about its own processes.
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

/** Why some processes may not be visible at all; null where all are visible. */
export function hiddenFrom({snapshot, isWhole}: Pick<Scope, 'snapshot' | 'isWhole'>): Unreadable | null {
  return (isWhole && snapshot.ledger.unreadable.find(({what}) => unseen.has(what))) || null;
}
