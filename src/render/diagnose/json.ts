import type {Diagnosis} from '../../rules/diagnosis.ts';
import type {Finding} from '../../rules/finding.ts';
import type {DiagnoseContent, FindingJson} from '../contract/diagnose.ts';

/** The `diagnose` answer as the JSON contract has it. */
export function diagnoseJson({findings, skipped, lookedAt}: Diagnosis): DiagnoseContent {
  return {
    findings: findings.map(findingJson),
    skipped: skipped.map(({rule, reason}) => ({rule, reason})),
    summary: summaryOf(findings),
    lookedAt,
  };
}

export function findingJson(finding: Finding): FindingJson {
  const {rule, severity, subject, what, why, remedy, certainty, evidence, cause, more} = finding;
  return {rule, severity, subject, what, why, remedy, certainty, evidence, cause, more};
}

/** How many findings there are of each severity. */
export function summaryOf(findings: readonly Finding[]): DiagnoseContent['summary'] {
  const count = (severity: Finding['severity']) =>
    findings.filter(finding => finding.severity === severity).length;
  return {error: count('error'), warning: count('warning'), info: count('info')};
}
