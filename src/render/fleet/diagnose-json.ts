import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import type {HostAnswer} from '../../rules/fleet/host.ts';
import type {DiagnoseContent} from '../contract/diagnose.ts';
import {diagnoseJson, summaryOf} from '../diagnose/json.ts';
import type {BrokenRecording} from './broken.ts';
import {type FleetContent, fleetContent, withHosts} from './hosts-json.ts';

/** The `diagnose` answer about several hosts: that about one, with the host in each entry. */
export function fleetJson(
  answers: readonly HostAnswer<Diagnosis>[],
  broken: readonly BrokenRecording[],
): DiagnoseContent & FleetContent {
  return {
    ...fleetContent(answers, broken, ({lookedAt}) => lookedAt),
    findings: withHosts(answers, answer => diagnoseJson(answer).findings),
    skipped: withHosts(answers, answer => diagnoseJson(answer).skipped),
    summary: summaryOf(answers.flatMap(({answer}) => answer.findings)),
    lookedAt: answers.reduce((sum, {answer}) => sum + answer.lookedAt, 0),
  };
}
