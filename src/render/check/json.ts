import type {Judgement} from '../../policy/judgement.ts';
import type {Diagnosis} from '../../rules/diagnosis.ts';
import type {CheckContent} from '../contract/check.ts';
import {diagnoseJson, findingJson} from '../diagnose/json.ts';

/** The `check` answer as the JSON contract has it. */
export function checkJson({checks, measures, status}: Judgement, diagnosis: Diagnosis): CheckContent {
  const judged = new Map(checks.flatMap(({findings}) => findings.map(one => [one.finding, one] as const)));
  return {
    status,
    checks: checks.map(({findings: _, ...check}) => check),
    measures: measures.map(({warning, critical, ...measure}) => ({
      ...measure,
      warning: warning?.text ?? null,
      critical: critical?.text ?? null,
    })),
    ...diagnoseJson(diagnosis),
    findings: diagnosis.findings.flatMap(finding => {
      const one = judged.get(finding);
      return one ? [{...findingJson(finding), status: one.status, because: one.because}] : [];
    }),
  };
}
