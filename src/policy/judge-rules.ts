import type {Diagnosis} from '../rules/diagnosis.ts';
import type {Finding} from '../rules/finding.ts';
import type {RuleCard} from '../rules/rule.ts';
import type {SkippedRule} from '../rules/scope-gaps.ts';
import {certainties, matchesAny, severities} from '../rules/selection.ts';
import {type Baseline, fingerprintOf} from './baseline.ts';
import type {TraitsOf} from './facts.ts';
import {type Check, type CheckStatus, type JudgedFinding, worstOf} from './judgement.ts';
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
    // What passes is told only where nothing fails.
    const told = judged.filter(one => status === 'ignored' || one.status !== 'ignored');
    return {
      kind: 'rule',
      id: rule.id,
      title: rule.title,
      about: null,
      status,
      messages: told.map(messageOf),
      unseen: gaps.map(({message}) => message),
      findings: judged,
    };
  });
}

function messageOf({finding, because}: JudgedFinding): string {
  return because === null ? finding.what : `${finding.what.replace(/\.$/, '')} (${because}).`;
}

/**
 * What was not seen is unknown where a finding would be grave enough to fail. What nobody may see but the
 * machine's administrator fails no check that does not ask for it: none that an ordinary user makes could pass.
 */
function judgeGap(
  {reason, isOwnLimit}: SkippedRule,
  rule: RuleCard,
  policy: Policy,
): {readonly status: CheckStatus; readonly message: string} {
  const message = `Not asked everywhere: ${reason}`;
  const isToFail = standingOf(rule, policy) === 'fail';
  if (isOwnLimit && !isToFail)
    return {status: 'ignored', message: `${message}, which the kernel tells to few.`};
  if (isToFail || isAtLeast(severities, rule.severity, policy.failOn))
    return {status: 'unknown', message: `${message}.`};
  return {status: 'ignored', message: `${message}, and what it finds is ${belowText(rule, policy)}.`};
}

/** "below warning (info)" */
function belowText({severity}: Pick<RuleCard, 'severity'>, {failOn}: Policy): string {
  return `below ${failOn} (${severity})`;
}

function judgeFinding(finding: Finding, rule: RuleCard, policy: Policy, traitsOf: TraitsOf): JudgedFinding {
  const allowance = policy.allow.find(candidate => isAllowed(candidate, finding, rule, traitsOf));
  if (allowance) return {finding, status: 'ignored', because: allowanceText(allowance)};
  const fails = {
    finding,
    status: finding.severity === 'error' ? ('critical' as const) : ('warning' as const),
    because: null,
  };
  if (standingOf(rule, policy) === 'fail') return fails;
  if (!isAtLeast(severities, finding.severity, policy.failOn))
    return {finding, status: 'ignored', because: belowText(finding, policy)};
  if (isAtLeast(certainties, finding.certainty, policy.certainty)) return fails;
  return finding.certainty === 'unknown'
    ? {finding, status: 'unknown', because: 'not seen for certain'}
    : {finding, status: 'ignored', because: `below ${policy.certainty} (${finding.certainty})`};
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

function allowanceText({name, user, script, cgroup, reason}: Allowance): string {
  if (reason !== null) return `allowed: ${reason}`;
  const conditions = Object.entries({name, user, script, cgroup});
  return `allowed for ${conditions.flatMap(([key, value]) => (value === null ? [] : `${key} ${value}`)).join(', ')}`;
}

/** Only what would count otherwise uses up what the baseline covers. */
function baselined(judged: JudgedFinding, traitsOf: TraitsOf, baseline: Baseline): JudgedFinding {
  if (judged.status === 'ignored' || !baseline.covers(fingerprintOf(judged.finding, traitsOf))) return judged;
  return {...judged, status: 'ignored', because: 'in the baseline'};
}
