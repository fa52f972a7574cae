import type {Verdict} from '../rules/rule.ts';
import {evidenceText, type ToldEvidence} from '../rules/words/evidence.ts';
import type {VerdictJson} from './contract/common.ts';

/** A verdict as the JSON contract has it. */
export function verdictJson({rule, certainty, why, evidence, remedy}: Verdict): VerdictJson {
  return {
    rule,
    certainty,
    why,
    evidence: evidence.map(evidenceText),
    facts: evidenceFacts(evidence),
    remedy,
  };
}

/** Evidence as data, without its sentences. */
export function evidenceFacts(evidence: readonly ToldEvidence[]): VerdictJson['facts'] {
  return evidence.map(({file, field, value, kind}) => ({file, field, value, kind}));
}
