import type {Diagnosis} from '../rules/diagnosis/diagnosis.ts';
import type {SkippedRule} from '../rules/diagnosis/scope-gaps.ts';
import {certainties, matchesAny, severities} from '../rules/diagnosis/selection.ts';
import type {Finding} from '../rules/finding.ts';
import type {RuleCard} from '../rules/rule.ts';
import {UNRECORDED_LIMITS} from '../snapshot/gap-names.ts';
import {type Baseline, fingerprintOf} from './baseline.ts';
import type {TraitsOf} from './facts.ts';
import {
  type Check,
  type CheckGap,
  type CheckStatus,
  type GapExcuse,
  type JudgedFinding,
  worstOf,
} from './judgement.ts';
import {goesBy, matchesPattern} from './name-pattern.ts';
import {type Allowance, type Policy, standingOf} from './policy.ts';

/** A check for each rule that was asked. What could not be seen counts only where a finding would. */
export function judgeRules(
  {findings, skipped, asked}: Diagnosis,
  policy: Policy,
  traitsOf: TraitsOf,
  baseline: Baseline,
): Check[] {
  return asked.map(rule => {
    const judged = findings
      .filter(finding => finding.rule === rule.id)
      .map(finding => baselined(judgeFinding(finding, rule, policy, traitsOf), traitsOf, baseline));
    const gaps = skipped.filter(gap => gap.rule === rule.id).map(gap => judgeGap(gap, rule, policy));
    const status = worstOf([...judged, ...gaps].map(one => one.status));
    // What passes is shown only where nothing fails.
    const shown = judged.filter(one => status === 'ignored' || one.status !== 'ignored');
    return {
      kind: 'rule',
      id: rule.id,
      subject: {kind: 'rule', card: rule},
      about: null,
      status,
      complaints: shown.map(one => ({kind: 'finding', judged: one})),
      gaps: gaps.map(({gap}) => gap),
      findings: judged,
    };
  });
}

/**
 * What could not be seen is unknown where a finding would be severe enough to fail. What takes privileges on the
 * whole machine fails no check that does not ask for it: otherwise no check of an ordinary user could pass.
 */
function judgeGap(
  {gap, isOwnLimit}: SkippedRule,
  rule: RuleCard,
  policy: Policy,
): {readonly status: CheckStatus; readonly gap: CheckGap} {
  const excuse = gap.what === UNRECORDED_LIMITS ? unrecorded : gapExcuse(isOwnLimit, rule, policy);
  return {status: excuse === null ? 'unknown' : 'ignored', gap: {kind: 'rule', gap, excuse}};
}

/** A recording is not asked for what no look at it can show. */
const unrecorded: GapExcuse = {kind: 'unrecorded'};

function gapExcuse(isOwnLimit: boolean, rule: RuleCard, policy: Policy): GapExcuse | null {
  if (standingOf(rule, policy) === 'fail') return null;
  if (isOwnLimit) return {kind: 'privileged'};
  return isAtLeast(severities, rule.severity, policy.failOn) ? null : lessSevere(rule, policy);
}

function lessSevere({severity}: Pick<RuleCard, 'severity'>, {failOn}: Policy) {
  return {kind: 'less-severe', severity, than: failOn} as const;
}

function judgeFinding(finding: Finding, rule: RuleCard, policy: Policy, traitsOf: TraitsOf): JudgedFinding {
  const allowance = policy.allow.find(candidate => isAllowed(candidate, finding, rule, traitsOf));
  if (allowance) return {finding, status: 'ignored', excuse: {kind: 'allowed', allowance}};
  const fails = {
    finding,
    status: finding.severity === 'error' ? ('critical' as const) : ('warning' as const),
    excuse: null,
  };
  if (standingOf(rule, policy) === 'fail') return fails;
  if (!isAtLeast(severities, finding.severity, policy.failOn))
    return {finding, status: 'ignored', excuse: lessSevere(finding, policy)};
  if (isAtLeast(certainties, finding.certainty, policy.certainty)) return fails;
  const {certainty} = finding;
  return certainty === 'unknown'
    ? {finding, status: 'unknown', excuse: {kind: 'uncertain'}}
    : {finding, status: 'ignored', excuse: {kind: 'less-certain', certainty, than: policy.certainty}};
}

function isAtLeast<T>(best: readonly T[], value: T, least: T): boolean {
  return best.indexOf(value) <= best.indexOf(least);
}

/** What could not be read of a process allows nothing. */
function isAllowed(allowance: Allowance, {subject}: Finding, rule: RuleCard, traitsOf: TraitsOf): boolean {
  if (!matchesAny(allowance.rules, rule) || !('pid' in subject)) return false;
  const {names = [subject.comm], user = null, script = null, cgroup = null} = traitsOf(subject.pid) ?? {};
  const holds = (pattern: string | null, text: string | null) =>
    pattern === null || (text !== null && matchesPattern(pattern, text));
  return (
    (allowance.name === null || goesBy(allowance.name, names)) &&
    holds(allowance.user, user) &&
    holds(allowance.cgroup, cgroup) &&
    (holds(allowance.script, script) || holds(allowance.script, script?.replace(/^.*\//s, '') ?? null))
  );
}

/** Only what would count otherwise uses up what the baseline covers. */
function baselined(judged: JudgedFinding, traitsOf: TraitsOf, baseline: Baseline): JudgedFinding {
  if (judged.status === 'ignored' || !baseline.covers(fingerprintOf(judged.finding, traitsOf))) return judged;
  return {...judged, status: 'ignored', excuse: {kind: 'baseline'}};
}
