import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import {byRule, type FoundByRule, foundOnHosts} from '../../rules/fleet/by-rule.ts';
import type {HostAnswer} from '../../rules/fleet/host.ts';
import {grouped} from '../../rules/words/listed.ts';
import {SEVERITY_WIDTH, severityMarks, summaryText} from '../diagnose/text.ts';
import {labelledCommand, labelledLines, labelledList, labelledOrder} from '../labelled.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {countedHosts, hostNames, unseenOnHosts} from './hosts.ts';

/** How many hosts of a rule have a line, unless all are asked for. */
const NAMED = 3;

/**
 * What is wrong on several hosts: a block for each rule, the worst first, with the hosts and what to do on the first; what
 * is merely worth knowing in a line a rule; and what could not be seen.
 * @param broken how many recordings nothing could be answered from
 * @param isFull whether every finding has a line
 */
export function fleetText(
  answers: readonly HostAnswer<Diagnosis>[],
  broken: number,
  page: Page,
  isFull: boolean,
): string[] {
  // Why is on standard error, a line each.
  if (answers.length === 0) return [];
  const found = byRule(foundOnHosts(answers));
  const all = answers.flatMap(({answer}) => answer.findings);
  const affected = new Set(found.flatMap(({hosts}) => hosts.map(({host}) => host)));
  const grave = found.filter(({severity}) => isFull || severity !== 'info');
  const infos = found.filter(one => !grave.includes(one));
  const processes = answers.reduce((sum, {answer}) => sum + answer.lookedAt, 0);
  const checked = [
    counted(answers[0]?.answer.asked.length ?? 0, 'rule'),
    countedHosts(answers.length),
    counted(processes, 'process', 'processes'),
  ];
  const summary = [
    ...(all.every(({severity}) => severity === 'info') ? [nothingText(answers, all.length, page)] : []),
    ...(all.length === 0
      ? []
      : [`${summaryText(all, page.style)} on ${affected.size} of ${countedHosts(answers.length)}`]),
    ...(broken > 0 ? [counted(broken, 'broken recording')] : []),
  ];
  const answer = summary.join('; ');
  return [
    ...(grave.length === 0 ? [answer, ''] : []),
    ...grave.flatMap(one => [...ruleLines(one, answers.length, page, isFull), '']),
    ...(infos.length > 0 ? [page.style.strong('worth knowing')] : []),
    ...infos.flatMap(one => wrapped(printable(onHosts(one, answers.length)), page.width, '  ', '    ')),
    ...(infos.length > 0 ? [''] : []),
    ...unseenOnHosts(
      answers.map(({host, answer}) => ({host, unseen: answer.skipped})),
      'rule',
      page,
    ),
    ...(grave.length > 0 ? [answer] : []),
    ...wrapped(`${checked.join(', ')} checked. \`procdoc explain RULE\` for details.`, page.width).map(
      page.style.faint,
    ),
  ];
}

/** Only what is certain is marked as good. `infos`: what is merely worth knowing. */
function nothingText(answers: readonly HostAnswer<Diagnosis>[], infos: number, page: Page): string {
  const nothing = `nothing ${infos > 0 ? 'wrong ' : ''}found on ${countedHosts(answers.length)}`;
  const blind = new Set(answers.flatMap(({answer}) => answer.skipped.map(({rule}) => rule))).size;
  return blind === 0
    ? page.style.good(nothing)
    : `${nothing}, but ${counted(blind, 'rule')} couldn't look everywhere`;
}

/** "locks/held-by-heir on 3 of 40 hosts: web1, web4 and db2" */
function onHosts({rule, hosts}: FoundByRule, count: number): string {
  return `${rule} on ${hosts.length} of ${countedHosts(count)}: ${hostNames(hosts.map(({host}) => host))}`;
}

function ruleLines(found: FoundByRule, count: number, page: Page, isFull: boolean): string[] {
  const {severity, hosts} = found;
  const mark = page.style[severityMarks[severity]];
  const heading = wrapped(
    printable(`${severity.padEnd(SEVERITY_WIDTH)}${onHosts(found, count)}`),
    page.width,
    '',
    ' '.repeat(SEVERITY_WIDTH),
  );
  const shown = isFull ? hosts : hosts.slice(0, NAMED);
  const lines = shown.flatMap(({host, findings: [worst, ...others]}) =>
    isFull
      ? [worst, ...others].map(({what}) => `${host.name}: ${what}`)
      : `${host.name}: ${worst.what}${others.length > 0 ? ` And ${grouped(others.length)} more.` : ''}`,
  );
  const rest = hosts.length - shown.length;
  const [first] = hosts;
  if (!first) return [];
  const {why, certainty, remedy, more} = first.findings[0];
  return [
    ...heading.map((line, at) =>
      at === 0
        ? mark(line.slice(0, SEVERITY_WIDTH)) + page.style.strong(line.slice(SEVERITY_WIDTH))
        : page.style.strong(line),
    ),
    ...labelledList('found', rest > 0 ? [...lines, `and on ${counted(rest, 'more host')}`] : lines, page),
    ...labelledLines('why', `${first.host.name}: ${why} (${certainty})`, page),
    ...(remedy === null ? [] : labelledOrder('do', remedy, page)),
    ...labelledCommand('more', more, page),
  ];
}
