import {type Judgement, worstFirst} from '../../policy/judgement.ts';
import {listed} from '../../rules/words/listed.ts';
import {summaryText} from './summary.ts';

/** How many checks are named; the file has all. */
const NAMED = 3;

/** What failed, in a line, for a log next to the file that has the answer. */
export function logLine(judgement: Judgement, file: string): string {
  const {checks, status} = judgement;
  const failing = worstFirst(checks.filter(one => one.status === 'critical' || one.status === 'warning'));
  const names = [...new Set(failing.map(({id}) => id))];
  const which = names.length > 0 ? ` (${listed(names, NAMED)})` : '';
  return `${status}: ${summaryText(judgement)}${which}; details in ${file}`;
}
