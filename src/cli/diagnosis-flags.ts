import {option, string} from '@oclif/core/flags';
import {nearest} from '../parse/targets/nearest.ts';
import {allRules} from '../rules/diagnosis/catalogue.ts';
import {
  certainties,
  matchesAny,
  matchesRule,
  type Selection,
  severities,
} from '../rules/diagnosis/selection.ts';
import {familyOf, type RuleCard} from '../rules/rule.ts';
import {UsageError} from './failures.ts';
import {durationFlag} from './values.ts';

/** Which rules are checked, and which findings count. */
export const selectionFlags = {
  rule: string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'RULE',
    description: 'check only this rule or family ("zombies"); repeatable',
  }),
  ignore: string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'RULE',
    description: 'skip this rule or family; repeatable',
  }),
  severity: option({
    options: severities,
    default: 'info' as const,
    description: 'leave out findings that are less severe',
  })(),
  certainty: option({
    options: certainties,
    default: 'unknown' as const,
    description: 'leave out findings that are less certain',
  })(),
};

/** How long a process must have been a zombie to count. */
export const settleFlag = durationFlag({
  default: 1,
  description: 'count only zombies that are still there after this time (500ms, 1s, 2m; 0s: count all)',
});

interface SelectionFlagValues {
  readonly rule: readonly string[] | undefined;
  readonly ignore: readonly string[] | undefined;
  readonly severity: Selection['severity'];
  readonly certainty: Selection['certainty'];
}

/** What the flags ask for. An unknown rule is a usage error, and so is it where no rule is left. */
export function selectionOf({rule, ignore = [], severity, certainty}: SelectionFlagValues): Selection {
  const rules = allRules();
  for (const pattern of [...(rule ?? []), ...ignore]) requireRule(pattern, rules);
  const isAsked = (card: RuleCard) =>
    (rule === undefined || matchesAny(rule, card)) && !matchesAny(ignore, card);
  if (!rules.some(isAsked)) throw new UsageError({kind: 'no-rule-left'});
  return {isAsked, severity, certainty};
}

/** Fails for a name that no rule and no family has. */
export function requireRule(pattern: string, rules: readonly RuleCard[]): void {
  if (!namesRule(pattern, rules))
    throw new UsageError({kind: 'unknown-rule', pattern, like: likeRule(pattern, rules)});
}

/** Whether a rule or a family has this name. */
export function namesRule(pattern: string, rules: readonly RuleCard[]): boolean {
  return rules.some(card => matchesRule(pattern, card));
}

/** The rule or family that may have been meant by a name that none has. */
export function likeRule(pattern: string, rules: readonly RuleCard[]): string | undefined {
  const names = rules.flatMap(({id}) => [id, familyOf(id)]);
  return nearest(pattern, names) ?? rules.find(({id}) => id.endsWith(`/${pattern}`))?.id;
}
