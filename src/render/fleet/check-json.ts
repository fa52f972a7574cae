import type {CheckStatus, Judgement} from '../../policy/judgement.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import type {HostAnswer} from '../../rules/fleet/host.ts';
import {checkJson} from '../check/json.ts';
import type {CheckContent} from '../contract/check.ts';
import {summaryOf} from '../diagnose/json.ts';
import type {BrokenRecording} from './broken.ts';
import {type FleetContent, fleetContent, withHosts} from './hosts-json.ts';

/** What a check found on one host, and what the policy makes of it. */
export interface CheckedHost {
  readonly diagnosis: Diagnosis;
  readonly judgement: Judgement;
}

/** The `check` answer about several hosts: that about one, with the host in each entry. */
export function fleetCheckJson(
  answers: readonly HostAnswer<CheckedHost>[],
  broken: readonly BrokenRecording[],
  status: Exclude<CheckStatus, 'ignored'>,
): CheckContent & FleetContent {
  const of = ({judgement, diagnosis}: CheckedHost) => checkJson(judgement, diagnosis);
  const files = answers[0]?.answer.judgement.files ?? {policy: null, baseline: null};
  return {
    status,
    ...files,
    ...fleetContent(answers, broken, ({diagnosis}) => diagnosis.lookedAt),
    checks: withHosts(answers, answer => of(answer).checks),
    measures: withHosts(answers, answer => of(answer).measures),
    findings: withHosts(answers, answer => of(answer).findings),
    skipped: withHosts(answers, answer => of(answer).skipped),
    summary: summaryOf(answers.flatMap(({answer}) => answer.diagnosis.findings)),
    lookedAt: answers.reduce((sum, {answer}) => sum + answer.diagnosis.lookedAt, 0),
  };
}
