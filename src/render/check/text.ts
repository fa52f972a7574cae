import {type Check, type Judgement, worstFirst} from '../../policy/judgement.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {labelledCommand, labelledLines, labelledList, labelledOrder} from '../labelled.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import type {Style} from '../style.ts';
import {failureName, foundTexts, unseenTexts} from './details.ts';
import {summaryText} from './summary.ts';
import {excuseText} from './words.ts';

/** How many checks are named that share a reason. */
const NAMED = 3;

/** The answer for a person: whether it passes; what fails, the worst first; a line for what could not be seen, or is let pass. */
export function checkText(judgement: Judgement, page: Page): string[] {
  const {checks, status} = judgement;
  const failing = worstFirst(
    checks.filter(
      ({status, complaints}) =>
        status === 'critical' || status === 'warning' || (status === 'unknown' && complaints.length > 0),
    ),
  );
  const mark: keyof Style = status === 'ok' ? 'good' : status === 'critical' ? 'bad' : 'warning';
  const answer = wrapped(`${status}: ${summaryText(judgement)}`, page.width);
  const blocks = [
    answer.map(line => page.style[mark](line)),
    ...failing.map(check => failureLines(check, page)),
    unknownLines(checks, page),
    ignoredLines(checks, page),
    policyLines(judgement, page),
  ];
  return blocks
    .filter(({length}) => length > 0)
    .flatMap((lines, at) => [...(at === 0 ? [] : ['']), ...lines]);
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
      : foundTexts(check).flatMap(line => labelledLines('found', line, page))),
  ];
}

function findingLines({findings}: Check, page: Page): string[] {
  return findings
    .filter(({status}) => status !== 'ignored')
    .flatMap(({finding: {what, why, certainty, evidence, remedy, more}}) => [
      ...labelledLines('found', what, page),
      ...labelledLines('why', `${why} (${certainty})`, page),
      ...(page.evidence ? labelledList('evidence', evidence.map(evidenceText), page) : []),
      ...(remedy === null ? [] : labelledOrder('do', remedy, page)),
      ...labelledCommand('more', more, page),
    ]);
}

/** Under which policy the answer stands: it decides as much as the machine does. */
function policyLines({files: {policy, baseline}}: Judgement, page: Page): string[] {
  const texts = [
    `policy   ${policy ?? 'none: no procdoc.toml is visible here or in a folder above'}`,
    ...(baseline === null ? [] : [`baseline ${baseline}`]),
  ];
  return faintBlock(texts, page);
}

/** A line a message, since one file that can't be read leaves many checks unknown. */
function unknownLines(checks: readonly Check[], page: Page): string[] {
  return faintBlock(
    unseenLines(
      'unknown',
      checks.filter(({status}) => status !== 'ignored'),
    ),
    page,
  );
}

/** A line a reason why something passes that was found, or could not be seen. */
function ignoredLines(checks: readonly Check[], page: Page): string[] {
  const reasons = checks.flatMap(({findings}) =>
    findings.filter(({status}) => status === 'ignored').map(({excuse}) => (excuse ? excuseText(excuse) : '')),
  );
  const found = [...groupBy(reasons, reason => reason)].map(
    ([reason, alike]) => `ignored  ${counted(alike.length, 'finding')}: ${reason}`,
  );
  const unseen = unseenLines(
    'ignored',
    checks.filter(({status}) => status === 'ignored'),
  );
  return faintBlock([...found, ...unseen], page);
}

/** What could not be seen, with the checks that it matters to. */
function unseenLines(label: 'unknown' | 'ignored', checks: readonly Check[]): string[] {
  const all = checks.flatMap(check => unseenTexts(check).map(message => ({id: check.id, message})));
  return [...groupBy(all, ({message}) => message)].map(([message, alike]) => {
    const ids = alike.map(({id}) => id);
    const names = ids.length > NAMED ? counted(ids.length, 'check') : ids.join(', ');
    return `${label}  ${names}: ${message}`;
  });
}

function faintBlock(texts: readonly string[], page: Page): string[] {
  return texts
    .flatMap(text => wrapped(printable(text), page.width, '', '         '))
    .map(line => page.style.faint(line));
}
