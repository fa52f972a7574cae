import {type Check, type CheckStatus, checkStatuses, type Judgement} from '../../policy/judgement.ts';
import type {Host, HostAnswer} from '../../rules/fleet/host.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {failureName, foundTexts} from '../check/details.ts';
import {filesText} from '../check/summary.ts';
import {labelledList} from '../labelled.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {fleetSummaryText} from './check-summary.ts';
import {countedHosts, hostNames, unseenOnHosts} from './hosts.ts';

type Judged = HostAnswer<{readonly judgement: Judgement}>;

/** How many hosts of a check have a line. */
const NAMED = 3;

const STATUS_WIDTH = 9;

/** A check that failed, on a host. */
interface Failed {
  readonly host: Host;
  readonly check: Check;
}

/** The answer for a person: whether all pass; a block for each check that fails, the worst first, with the hosts; then what could not be seen. */
export function fleetCheckText(
  answers: readonly Judged[],
  broken: number,
  status: Exclude<CheckStatus, 'ignored'>,
  page: Page,
): string[] {
  // Why is on standard error, a line each.
  if (answers.length === 0) return [];
  const failed = answers.flatMap(({host, answer}) =>
    answer.judgement.checks
      .filter(({status, complaints}) => isFailure(status) || (status === 'unknown' && complaints.length > 0))
      .map(check => ({host, check})),
  );
  const groups = [...groupBy(failed, ({check: {id, about}}) => `${id} ${about ?? ''}`).values()];
  const worst = (group: readonly Failed[]) =>
    Math.max(...group.map(({check}) => checkStatuses.indexOf(check.status)));
  const files = answers.slice(0, 1).map(({answer}) => filesText(answer.judgement));
  const mark = page.style[status === 'ok' ? 'good' : status === 'critical' ? 'bad' : 'warning'];
  return [
    ...wrapped(`${status}: ${fleetSummaryText(answers, broken)}`, page.width).map(mark),
    '',
    ...groups
      .sort((a, b) => worst(b) - worst(a) || b.length - a.length)
      .flatMap(group => [...failureLines(group, answers.length, page), '']),
    ...unseenOnHosts(answers.map(gapsOf), 'check', page),
    ...files.flatMap(text => wrapped(text, page.width).map(page.style.faint)),
  ];
}

function isFailure(status: CheckStatus): boolean {
  return status === 'critical' || status === 'warning';
}

/** What could not be seen on a host, and matters to the policy. */
function gapsOf({host, answer: {judgement}}: Judged) {
  const unseen = judgement.checks.flatMap(({id, status, gaps}) =>
    status === 'ignored'
      ? []
      : gaps.flatMap(gap =>
          gap.kind === 'rule' || gap.kind === 'hidden-processes' ? [{rule: id, gap: gap.gap}] : [],
        ),
  );
  return {host, unseen};
}

function failureLines(group: readonly Failed[], count: number, page: Page): string[] {
  const sorted = [...group].sort(
    (a, b) => checkStatuses.indexOf(b.check.status) - checkStatuses.indexOf(a.check.status),
  );
  const [first] = sorted;
  if (!first) return [];
  const {status} = first.check;
  const mark = page.style[status === 'critical' ? 'bad' : 'warning'];
  const where = `on ${group.length} of ${countedHosts(count)}: ${hostNames(sorted.map(({host}) => host))}`;
  const heading = wrapped(
    `${status.padEnd(STATUS_WIDTH)}${failureName(first.check)}, ${printable(where)}`,
    page.width,
    '',
    ' '.repeat(STATUS_WIDTH),
  );
  const found = sorted
    .slice(0, NAMED)
    .flatMap(({host, check}) => foundTexts(check).map(text => `${host.name}: ${text}`));
  const rest = sorted.length - NAMED;
  return [
    ...heading.map((line, at) =>
      at === 0
        ? mark(line.slice(0, STATUS_WIDTH)) + page.style.strong(line.slice(STATUS_WIDTH))
        : page.style.strong(line),
    ),
    ...labelledList('found', rest > 0 ? [...found, `and on ${counted(rest, 'more host')}`] : found, page),
  ];
}
