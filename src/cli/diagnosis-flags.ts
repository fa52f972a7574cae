import {boolean, option, string} from '@oclif/core/flags';
import {allRules} from '../rules/catalogue.ts';
import {familyOf, type RuleCard} from '../rules/rule.ts';
import {certainties, matchesAny, matchesRule, type Selection, severities} from '../rules/selection.ts';
import {UsageError} from './failures.ts';
import {nearest} from './nearest.ts';
import {durationFlag} from './values.ts';

/** Which rules are asked, and which findings count. */
export const selectionFlags = {
  rule: string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'RULE',
    description: 'ask only this rule, or family ("zombies"); may be given more than once',
  }),
  ignore: string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'RULE',
    description: 'do not ask this rule, or family; may be given more than once',
  }),
  severity: option({
    options: severities,
    default: 'info' as const,
    description: 'leave out what is less severe',
  })(),
  certainty: option({
    options: certainties,
    default: 'unknown' as const,
    description: 'leave out what is less certain',
  })(),
};

export const evidenceFlag = boolean({description: 'show what proves each finding'});

/** How long a zombie has to be one before it counts. */
export const settleFlag = durationFlag({
  default: 1,
  description: 'a zombie counts only if it is still one after this time (500ms, 1s, 2m; 0s: at once)',
});

interface SelectionFlagValues {
  readonly rule: readonly string[] | undefined;
  readonly ignore: readonly string[] | undefined;
  readonly severity: Selection['severity'];
  readonly certainty: Selection['certainty'];
}

/** What the flags ask for; a rule that does not exist is a usage error. */
export function selectionOf({rule, ignore = [], severity, certainty}: SelectionFlagValues): Selection {
  const rules = allRules();
  for (const pattern of [...(rule ?? []), ...ignore]) requireRule(pattern, rules);
  return {
    isAsked: card => (rule === undefined || matchesAny(rule, card)) && !matchesAny(ignore, card),
    severity,
    certainty,
  };
}

/** A rule, or family of rules, that was named. */
export function requireRule(pattern: string, rules: readonly RuleCard[]): void {
  const problem = ruleProblem(pattern, rules);
  if (problem !== undefined) throw new UsageError(problem);
}

/** Why a name is that of no rule and no family, with what was probably meant; undefined where it is one. */
export function ruleProblem(pattern: string, rules: readonly RuleCard[]): string | undefined {
  if (rules.some(card => matchesRule(pattern, card))) return undefined;
  const names = rules.flatMap(({id}) => [id, familyOf(id)]);
  const like = nearest(pattern, names) ?? rules.find(({id}) => id.endsWith(`/${pattern}`))?.id;
  return `no rule "${pattern}": ${like ? `did you mean "${like}"?` : '"procdoc explain" lists them'}`;
}
