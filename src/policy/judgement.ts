import type {NagiosRange} from '../parse/nagios-range.ts';
import type {Finding} from '../rules/finding.ts';
import type {MeasureName} from './policy.ts';

/** ignored: there is something, and the policy lets it pass; unknown: it could not be seen whether there is. */
export type CheckStatus = 'ok' | 'ignored' | 'unknown' | 'warning' | 'critical';

/** From well to worst, as max_state_alt of the monitoring plugins has it. */
export const checkStatuses: readonly CheckStatus[] = ['ok', 'ignored', 'unknown', 'warning', 'critical'];

/** The worst of some statuses; "ok" of none. */
export function worstOf(statuses: readonly CheckStatus[]): CheckStatus {
  return statuses.reduce(
    (worst, status) => (checkStatuses.indexOf(status) > checkStatuses.indexOf(worst) ? status : worst),
    'ok',
  );
}

/** Checks from worst to well; those of one status stay in their order. */
export function worstFirst(checks: readonly Check[]): Check[] {
  const rank = ({status}: Check) => checkStatuses.indexOf(status);
  return [...checks].sort((a, b) => rank(b) - rank(a));
}

/** A finding with what the policy makes of it. */
export interface JudgedFinding {
  readonly finding: Finding;
  readonly status: CheckStatus;
  /** Why it does not fail, a phrase; null where it does. */
  readonly because: string | null;
}

/** A number with the limits that are set to it. */
export interface Measured {
  readonly name: MeasureName;
  /** null where it could not be told. */
  readonly value: number | null;
  /** "s": seconds; empty: a count. */
  readonly unit: '' | 's';
  readonly warning: NagiosRange | null;
  readonly critical: NagiosRange | null;
}

/** One thing that was checked: a rule with all its findings, a limit, or an expectation. */
export interface Check {
  readonly kind: 'rule' | 'limit' | 'expectation';
  /** A rule's own id; "limit/zombies"; "expect/script", "expect/lock" … */
  readonly id: string;
  /** What it is about: "the parent is stopped …", "my_daemon.py runs 1 to 1 times and is fresh". */
  readonly title: string;
  /** What tells an expectation from others, and outlives a restart: "my_daemon.py", ":8080"; null of others. */
  readonly about: string | null;
  readonly status: CheckStatus;
  /** What was found, a sentence each. */
  readonly messages: readonly string[];
  /** What could not be seen, a sentence each; of what fails, too. */
  readonly unseen: readonly string[];
  /** Of a rule; empty of others. */
  readonly findings: readonly JudgedFinding[];
}

/** What a check comes to. */
export interface Judgement {
  /** The rules by id, then the limits and the expectations in the order of the policy. */
  readonly checks: readonly Check[];
  readonly measures: readonly Measured[];
  /** Whether what could not be seen fails. */
  readonly unknown: 'fail' | 'pass';
  /** The worst status that counts, "ok" where none does. */
  readonly status: Exclude<CheckStatus, 'ignored'>;
  /** 0: all passes; 1: something fails; 3: nothing fails, but not everything could be seen. */
  readonly exitStatus: 0 | 1 | 3;
}

/** What a check is for those who know nothing between yes and no; skipped: neither passed nor failed. */
export type Outcome = 'passed' | 'failed' | 'skipped';

/** How a check of this judgement came out. */
export function outcomeOf({status}: Check, {unknown}: Judgement): Outcome {
  if (status === 'ok') return 'passed';
  return status === 'ignored' || (status === 'unknown' && unknown === 'pass') ? 'skipped' : 'failed';
}
