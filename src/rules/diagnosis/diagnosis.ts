import type {Finding} from '../finding.ts';
import type {RuleCard} from '../rule.ts';
import type {Scope} from '../scope.ts';
import {allRules, inspections} from './catalogue.ts';
import {type SkippedRule, skippedIn} from './scope-gaps.ts';
import {certainties, counts, type Selection, severities} from './selection.ts';

/** What the rules that were asked found. */
export interface Diagnosis {
  /** The worst first, then the surest; findings of one cause stand together. */
  readonly findings: readonly Finding[];
  readonly skipped: readonly SkippedRule[];
  /** The rules that were asked, by id. */
  readonly asked: readonly RuleCard[];
  /** How many processes the diagnosis is about. */
  readonly lookedAt: number;
}

/** Asks the rules. An inspection is made only if one of its rules is wanted. */
export async function diagnose(scope: Scope, selection: Selection): Promise<Diagnosis> {
  const asked = allRules().filter(selection.isAsked);
  const wanted = new Set(asked.map(({id}) => id));
  const findings: Finding[] = [];
  for (const {rules, inspect} of inspections) {
    if (!rules.some(({id}) => wanted.has(id))) continue;
    const found = await inspect(scope);
    findings.push(...found.filter(finding => wanted.has(finding.rule) && counts(finding, selection)));
  }
  return {
    findings: inOrder(findings),
    skipped: skippedIn(scope, asked),
    asked,
    lookedAt: scope.processes.length,
  };
}

/** A cause is as severe as its most severe finding. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const ranks = new Map<string, number>();
  for (const finding of findings)
    ranks.set(finding.cause, Math.min(ranks.get(finding.cause) ?? Number.POSITIVE_INFINITY, rank(finding)));
  const causes = [...ranks.keys()];
  return [...findings].sort(
    (a, b) =>
      (ranks.get(a.cause) ?? 0) - (ranks.get(b.cause) ?? 0) ||
      causes.indexOf(a.cause) - causes.indexOf(b.cause) ||
      rank(a) - rank(b),
  );
}

function rank({severity, certainty}: Finding): number {
  return severities.indexOf(severity) * certainties.length + certainties.indexOf(certainty);
}
