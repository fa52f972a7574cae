import type {Verdict} from '../rules/rule.ts';
import {evidenceText} from '../rules/words/evidence.ts';
import {labelledLines, labelledList, labelledOrder} from './labelled.ts';
import type {Page} from './page.ts';

/** A verdict for a person: its rule, why, what proves it where that is asked for, and what to do. */
export function verdictLines(verdict: Verdict, page: Page): string[] {
  const mark = verdict.certainty === 'proven' ? page.style.bad : page.style.warning;
  return [
    `  ${mark(verdict.rule)} ${page.style.faint(`(${verdict.certainty})`)}`,
    ...labelledLines('why', verdict.why, page),
    ...(page.evidence ? labelledList('evidence', verdict.evidence.map(evidenceText), page) : []),
    ...(verdict.remedy === null ? [] : labelledOrder('do', verdict.remedy, page)),
  ];
}
