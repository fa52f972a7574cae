import type {Check, Judgement} from '../../policy/judgement.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import type {CheckContent} from '../contract/check.ts';
import {diagnoseJson, findingJson} from '../diagnose/json.ts';
import {foundTexts, unseenTexts} from './details.ts';
import {excuseText, titleText} from './words.ts';

/** The `check` answer as the JSON contract has it. */
export function checkJson({checks, measures, files, status}: Judgement, diagnosis: Diagnosis): CheckContent {
  const judged = new Map(checks.flatMap(({findings}) => findings.map(one => [one.finding, one] as const)));
  return {
    status,
    ...files,
    checks: checks.map(checkJsonOf),
    measures: measures.map(({warning, critical, ...measure}) => ({
      ...measure,
      warning: warning?.text ?? null,
      critical: critical?.text ?? null,
    })),
    ...diagnoseJson(diagnosis),
    findings: diagnosis.findings.flatMap(finding => {
      const one = judged.get(finding);
      return one
        ? [{...findingJson(finding), status: one.status, because: one.excuse && excuseText(one.excuse)}]
        : [];
    }),
  };
}

function checkJsonOf(check: Check): CheckContent['checks'][number] {
  const {kind, id, subject, about, status} = check;
  const [messages, unseen] = [foundTexts(check), unseenTexts(check)];
  return {kind, id, title: titleText(subject), about, status, messages, unseen};
}
