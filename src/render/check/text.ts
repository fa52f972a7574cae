import {type Check, checkStatuses, type Judgement} from '../../policy/judgement.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {labelledLines} from '../labelled.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import type {Style} from '../style.ts';
import {failureName} from './details.ts';
import {summaryText} from './summary.ts';

/** How many checks are named that share a reason. */
const NAMED = 3;

/** The answer for a person: what fails, the worst first; a line for what could not be seen; how many of each. */
export function checkText(judgement: Judgement, page: Page): string[] {
  const {checks, status} = judgement;
  const failing = checks
    .filter(
      ({status, messages}) =>
        status === 'critical' || status === 'warning' || (status === 'unknown' && messages.length > 0),
    )
    .sort((a, b) => checkStatuses.indexOf(b.status) - checkStatuses.indexOf(a.status));
  const mark: keyof Style = status === 'ok' ? 'good' : status === 'critical' ? 'bad' : 'warning';
  return [
    ...failing.flatMap(check => [...failureLines(check, page), '']),
    ...unknownLines(checks, page),
    ...wrapped(`${status}: ${summaryText(judgement)}`, page.width).map(page.style[mark]),
  ];
}

function failureLines(check: Check, page: Page): string[] {
  const mark = page.style[check.status === 'critical' ? 'bad' : 'warning'];
  const [first = '', ...rest] = wrapped(
    `${check.status.padEnd(8)} ${failureName(check)}`,
    page.width,
    '',
    '         ',
  );
  return [
    `${mark(first.slice(0, 8))}${page.style.strong(first.slice(8))}`,
    ...rest.map(line => page.style.strong(line)),
    ...(check.kind === 'rule'
      ? findingLines(check, page)
      : check.messages.flatMap(line => labelledLines('found', line, page))),
  ];
}

function findingLines({findings}: Check, page: Page): string[] {
  return findings
    .filter(({status}) => status !== 'ignored')
    .flatMap(({finding: {what, why, certainty, remedy, more}}) => [
      ...labelledLines('found', what, page),
      ...labelledLines('why', `${why} (${certainty})`, page),
      ...(remedy === null ? [] : labelledLines('do', remedy, page)),
      ...labelledLines('more', more, page),
    ]);
}

/** A line a message, since one thing that may not be read leaves many checks unknown. */
function unknownLines(checks: readonly Check[], page: Page): string[] {
  const unknown = checks
    .filter(({status}) => status !== 'ignored')
    .flatMap(({id, unseen}) => unseen.map(message => ({id, message})));
  const lines = [...groupBy(unknown, ({message}) => message)].flatMap(([message, alike]) => {
    const ids = alike.map(({id}) => id);
    const names = ids.length > NAMED ? counted(ids.length, 'check') : ids.join(', ');
    return wrapped(printable(`unknown  ${names}: ${message}`), page.width, '', '         ');
  });
  return lines.length === 0 ? [] : [...lines.map(line => page.style.faint(line)), ''];
}
