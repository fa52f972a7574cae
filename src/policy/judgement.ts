import type {NagiosRange} from '../parse/nagios-range.ts';
import type {Certainty} from '../rules/certainty.ts';
import type {Finding} from '../rules/finding.ts';
import type {RuleCard, Severity} from '../rules/rule.ts';
import type {Unreadable} from '../snapshot/ledger.ts';
import type {HolderGap, ScriptFact} from './facts.ts';
import type {Allowance, HolderRule, MeasureName, ScriptRule, SigchldRule} from './policy.ts';

/** ignored: there is something, and the policy lets it pass; unknown: it could not be seen whether there is. */
export type CheckStatus = 'ok' | 'ignored' | 'unknown' | 'warning' | 'critical';

/** From well to worst, as max_state_alt of the monitoring plugins has it. */
export const checkStatuses: readonly CheckStatus[] = ['ok', 'ignored', 'unknown', 'warning', 'critical'];

/** The worst of some statuses; "ok" of an empty list. */
export function worstOf(statuses: readonly CheckStatus[]): CheckStatus {
  return statuses.reduce(
    (worst, status) => (checkStatuses.indexOf(status) > checkStatuses.indexOf(worst) ? status : worst),
    'ok',
  );
}

/** Checks from worst to well; checks of one status stay in their order. */
export function worstFirst(checks: readonly Check[]): Check[] {
  const rank = ({status}: Check) => checkStatuses.indexOf(status);
  return [...checks].sort((a, b) => rank(b) - rank(a));
}

/** Why a finding does not fail. */
export type Excuse =
  | {readonly kind: 'allowed'; readonly allowance: Allowance}
  | {readonly kind: 'baseline'}
  | LessSevere
  | {readonly kind: 'less-certain'; readonly certainty: Certainty; readonly than: Certainty}
  /** The finding itself is of certainty unknown. */
  | {readonly kind: 'uncertain'};

interface LessSevere {
  readonly kind: 'less-severe';
  readonly severity: Severity;
  readonly than: Severity;
}

/** Why it does not count that a rule could not look: it takes privileges on the whole machine, or is not severe. */
export type GapExcuse = LessSevere | {readonly kind: 'privileged'} | {readonly kind: 'unrecorded'};

/** A finding with what the policy makes of it. */
export interface JudgedFinding {
  readonly finding: Finding;
  readonly status: CheckStatus;
  /** null where it fails. */
  readonly excuse: Excuse | null;
}

/** A number with the limits that are set to it. */
export interface Measured {
  readonly name: MeasureName;
  /** null where it is not known. */
  readonly value: number | null;
  /** "s": seconds; empty: a count. */
  readonly unit: '' | 's';
  readonly warning: NagiosRange | null;
  readonly critical: NagiosRange | null;
}

/** What is checked: that a rule finds nothing, that a measure keeps its limits, or that an expectation holds. */
export type CheckSubject =
  | {readonly kind: 'rule'; readonly card: RuleCard}
  | {readonly kind: 'limit'; readonly measure: MeasureName}
  | {readonly kind: 'script'; readonly expected: ScriptRule}
  | {readonly kind: 'lock' | 'port'; readonly expected: HolderRule}
  | {readonly kind: 'sigchld'; readonly expected: SigchldRule};

/** What was found that should not be, or that is missing. */
export type Complaint =
  | {readonly kind: 'finding'; readonly judged: JudgedFinding}
  | {
      readonly kind: 'out-of-limits';
      readonly measure: MeasureName;
      readonly value: number;
      readonly range: NagiosRange;
    }
  | {readonly kind: 'script-count'; readonly expected: ScriptRule; readonly count: number}
  | {readonly kind: 'not-fresh'; readonly name: string; readonly script: ScriptFact}
  | {readonly kind: 'wrong-holder'; readonly target: string; readonly pid: number; readonly name: string}
  | {readonly kind: 'no-holder'; readonly target: string; readonly pattern: string}
  | {
      readonly kind: 'wrong-disposition';
      readonly pid: number;
      readonly comm: string;
      readonly disposition: SigchldRule['disposition'];
    }
  | {readonly kind: 'no-process'; readonly process: string | number};

/** What could not be seen. */
export type CheckGap =
  | {readonly kind: 'rule'; readonly gap: Unreadable; readonly excuse: GapExcuse | null}
  | {readonly kind: 'measure'; readonly measure: MeasureName}
  | {readonly kind: 'hidden-processes'; readonly gap: Unreadable}
  /** A complaint that holds only for what is visible: what is missing may be hidden. */
  | {readonly kind: 'apparent'; readonly complaint: Complaint}
  | {readonly kind: 'freshness'; readonly name: string; readonly script: ScriptFact}
  | {readonly kind: 'target'; readonly target: string; readonly errno: string}
  | {readonly kind: 'other-holders'; readonly target: string; readonly gap: HolderGap}
  | {readonly kind: 'disposition'; readonly pid: number; readonly comm: string};

/** One thing that was checked: a rule with all its findings, a limit, or an expectation. */
export interface Check {
  readonly kind: 'rule' | 'limit' | 'expectation';
  /** A rule's own id; "limit/zombies"; "expect/script", "expect/lock" … */
  readonly id: string;
  readonly subject: CheckSubject;
  /** What distinguishes an expectation from others, and outlives a restart: "my_daemon.py", ":8080"; null of others. */
  readonly about: string | null;
  readonly status: CheckStatus;
  readonly complaints: readonly Complaint[];
  /** What could not be seen, also where the check fails. */
  readonly gaps: readonly CheckGap[];
  /** Of a rule; empty of others. */
  readonly findings: readonly JudgedFinding[];
}

/** What a check comes to. */
export interface Judgement {
  /** The rules by id, then the limits and the expectations in the order of the policy. */
  readonly checks: readonly Check[];
  readonly measures: readonly Measured[];
  /** The absolute paths of the files that decided; null where there is none. */
  readonly files: {readonly policy: string | null; readonly baseline: string | null};
  /** Whether what could not be seen fails. */
  readonly unknown: 'fail' | 'pass';
  /** The worst status that counts; "ok" where no status does. */
  readonly status: Exclude<CheckStatus, 'ignored'>;
  /** 0: all passes; 1: something fails; 3: nothing fails, but not everything could be seen. */
  readonly exitStatus: 0 | 1 | 3;
}

/** What a check is in formats that know only yes and no; skipped: neither passed nor failed. */
export type Outcome = 'passed' | 'failed' | 'skipped';

/** How a check of this judgement came out. */
export function outcomeOf({status}: Check, {unknown}: Judgement): Outcome {
  if (status === 'ok') return 'passed';
  return status === 'ignored' || (status === 'unknown' && unknown === 'pass') ? 'skipped' : 'failed';
}
