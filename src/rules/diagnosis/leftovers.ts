import {orphanWithResources} from '../families/orphan-with-resources.ts';
import {waitCycle} from '../families/wait-cycle.ts';
import {listenerHeldByHeir} from '../fds/listener-held-by-heir.ts';
import type {Finding} from '../finding.ts';
import {lockCause} from '../inspections/locks.ts';
import {heldByHeir} from '../locks/held-by-heir.ts';
import {waitersBehindHeir} from '../locks/waiters-behind-heir.ts';
import type {RuleCard} from '../rule.ts';
import type {Scope} from '../scope.ts';
import type {Diagnosis} from './diagnosis.ts';

/** What leftovers keep from others, and how many deadlocks there are; undefined where none is seen, but not all is. */
export interface Leftovers {
  /** Locked files. */
  readonly locks: number | undefined;
  /** Sockets that take a port or a path. */
  readonly listeners: number | undefined;
  readonly deadlocks: number | undefined;
}

/** Counts, in what a diagnosis of a scope found: an orphan and the rule about its lock name one lock. */
export async function leftoversOf(scope: Scope, diagnosis: Diagnosis): Promise<Leftovers> {
  const known = diagnosis.findings.filter(({certainty}) => certainty !== 'unknown');
  const causesBy = (...rules: readonly RuleCard[]) =>
    known.filter(({rule}) => rules.some(({id}) => id === rule)).map(({cause}) => cause);
  const held = await heldByOrphans(scope, known);
  const counted = (rules: readonly RuleCard[], causes: readonly string[]) => {
    const {size} = new Set(causes);
    return size > 0 || haveLooked(rules, diagnosis) ? size : undefined;
  };
  const ofLocks = [heldByHeir, waitersBehindHeir];
  return {
    locks: counted([...ofLocks, orphanWithResources], [...causesBy(...ofLocks), ...held.locks]),
    listeners: counted(
      [listenerHeldByHeir, orphanWithResources],
      [...causesBy(listenerHeldByHeir), ...held.listeners],
    ),
    deadlocks: counted([waitCycle], causesBy(waitCycle)),
  };
}

/** What the orphans that were found keep from others, as the causes of findings about locks and ports name it. */
async function heldByOrphans(scope: Scope, findings: readonly Finding[]) {
  const accused = new Set(
    findings.flatMap(({rule, subject}) =>
      rule === orphanWithResources.id && 'pid' in subject ? [subject.pid] : [],
    ),
  );
  if (accused.size === 0) return {locks: [], listeners: []};
  const {orphans} = await scope.orphans();
  const kept = orphans.flatMap(orphan => (accused.has(orphan.process.pid) ? (orphan.keeps() ?? []) : []));
  return {
    locks: kept.flatMap(({locks}) => locks.map(({lock}) => lockCause(lock))),
    listeners: kept.flatMap(({listeners}) => listeners.map(({link}) => link)),
  };
}

/** Whether the rules were asked, saw everything, and could tell of all they saw. */
function haveLooked(rules: readonly RuleCard[], {asked, skipped, findings}: Diagnosis): boolean {
  const ids = new Set(rules.map(({id}) => id));
  return (
    asked.filter(({id}) => ids.has(id)).length === ids.size &&
    !skipped.some(({rule}) => ids.has(rule)) &&
    !findings.some(({rule, certainty}) => ids.has(rule) && certainty === 'unknown')
  );
}
