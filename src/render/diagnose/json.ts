import {culpritOf} from '../../rules/diagnosis/cases.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import type {Finding} from '../../rules/finding.ts';
import type {DiagnoseContent, FindingJson} from '../contract/diagnose.ts';
import {gapText} from '../unreadable.ts';
import {verdictJson} from '../verdict-json.ts';

/** The `diagnose` answer as the JSON contract has it. */
export function diagnoseJson({findings, skipped, lookedAt}: Diagnosis): DiagnoseContent {
  return {
    findings: findings.map(findingJson),
    skipped: skipped.map(({rule, gap}) => ({
      rule,
      reason: gapText(gap),
      gap: {what: gap.what, errno: gap.errno},
    })),
    summary: summaryOf(findings),
    lookedAt,
  };
}

export function findingJson(finding: Finding): FindingJson {
  const {severity, subject, what, cause, more} = finding;
  return {...verdictJson(finding), severity, subject, culprit: culpritOf(finding), what, cause, more};
}

/** How many findings there are of each severity. */
export function summaryOf(findings: readonly Finding[]): DiagnoseContent['summary'] {
  const count = (severity: Finding['severity']) =>
    findings.filter(finding => finding.severity === severity).length;
  return {error: count('error'), warning: count('warning'), info: count('info')};
}
