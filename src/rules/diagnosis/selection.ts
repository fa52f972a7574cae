import type {Certainty} from '../certainty.ts';
import type {Finding} from '../finding.ts';
import {familyOf, type RuleCard, type Severity} from '../rule.ts';

/** The worst first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info'];
/** The most certain first. */
export const certainties: readonly Certainty[] = ['proven', 'likely', 'unknown'];

/** Which rules are asked, and which of their findings count. */
export interface Selection {
  readonly isAsked: (rule: RuleCard) => boolean;
  /** The least severity that counts. */
  readonly severity: Severity;
  /** The least certainty that counts. */
  readonly certainty: Certainty;
}

/** Every rule and finding. */
export const everything: Selection = {isAsked: () => true, severity: 'info', certainty: 'unknown'};

/** Whether a pattern is for a rule: its id, "zombies/*", or "zombies" for the whole family. */
export function matchesRule(pattern: string, {id}: RuleCard): boolean {
  return pattern === id || pattern.replace(/\/\*$/, '') === familyOf(id);
}

/** Whether any of these patterns is for a rule. */
export function matchesAny(patterns: readonly string[], rule: RuleCard): boolean {
  return patterns.some(pattern => matchesRule(pattern, rule));
}

/** Whether a finding is as severe and as certain as was asked for. */
export function counts({severity, certainty}: Finding, selection: Selection): boolean {
  return (
    severities.indexOf(severity) <= severities.indexOf(selection.severity) &&
    certainties.indexOf(certainty) <= certainties.indexOf(selection.certainty)
  );
}
