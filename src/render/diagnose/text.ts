import {type Case, casesOf} from '../../rules/diagnosis/cases.ts';
import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import type {SkippedRule} from '../../rules/diagnosis/scope-gaps.ts';
import {severities} from '../../rules/diagnosis/selection.ts';
import type {Finding} from '../../rules/finding.ts';
import type {Severity} from '../../rules/rule.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import {grouped} from '../../rules/words/listed.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import {type Introduce, startedAgo} from '../introductions/introductions.ts';
import {labelledCommand, labelledLines, labelledList, labelledOrder, typedLines} from '../labelled.ts';
import {counted, fitted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import type {Style} from '../style.ts';
import {gapText} from '../unreadable.ts';

/** How many findings of one cause are named before the rest is counted. */
const NAMED = 3;
/** How wide the severity stands at the start of a line. */
export const SEVERITY_WIDTH = 9;

/** How a severity looks. */
export const severityMarks: Readonly<Record<Severity, keyof Style>> = {
  error: 'bad',
  warning: 'warning',
  info: 'faint',
};

/** How many cases of a machine are shown in full, unless all are asked for. */
const IN_FULL = 3;

/**
 * The answer for a person: a line for each case, the worst first, or that there is none; then cases in full; what is merely
 * worth knowing last.
 * @param isFull whether everything is shown in full: of processes that were asked about, or with --full
 */
export function diagnoseText(
  diagnosis: Diagnosis,
  snapshot: Snapshot,
  page: Page,
  isFull: boolean,
  introduce: Introduce,
): string[] {
  const {findings, skipped, asked, lookedAt} = diagnosis;
  const isGrave = ({severity}: Finding) => isFull || severity !== 'info';
  const cases = casesOf(findings.filter(isGrave));
  const shown = isFull ? cases : cases.slice(0, IN_FULL);
  const infos = findings.filter(finding => !isGrave(finding));
  return [
    ...(cases.length === 0 ? [nothingWrong(diagnosis, infos, page), ''] : []),
    ...(cases.length > 1 ? [...cases.map(one => caseLine(one, snapshot, page)), ''] : []),
    ...shown.flatMap(one => [...caseLines(one, page, introductionOf(one, snapshot, introduce)), '']),
    ...(shown.length < cases.length
      ? [`${counted(cases.length - shown.length, 'more case')} in full: \`--full\``, '']
      : []),
    ...(infos.length > 0 && cases.length > 0 ? [page.style.strong('worth knowing')] : []),
    ...infoLines(infos, page),
    ...skippedLines(skipped, page),
    ...(cases.length > 0 ? [summaryText(findings, page.style)] : []),
    ...wrapped(
      `${counted(asked.length, 'rule')}, ${counted(lookedAt, 'process', 'processes')} checked. \`procdoc explain RULE\` for details.`,
      page.width,
    ).map(page.style.faint),
  ];
}

/** "nothing found, but 3 of 53 rules couldn't look everywhere"; only what is certain is marked as good. */
function nothingWrong({skipped, asked}: Diagnosis, infos: readonly Finding[], {style}: Page): string {
  const found = infos.length === 0 ? 'nothing found' : 'nothing wrong found';
  const blind = new Set(skipped.map(({rule}) => rule)).size;
  const seen =
    blind === 0
      ? style.good(found)
      : `${found}, but ${blind} of ${counted(asked.length, 'rule')} couldn't look everywhere`;
  const things = infos.length === 1 ? '1 thing is' : `${infos.length} things are`;
  return infos.length === 0 ? seen : `${seen}; ${things} worth knowing`;
}

/**
 * "error    sleep (7) still holds the lock on /run/a.lock. And 2 more. · started 3 min ago", on one line of a terminal, where
 * the age of the culprit stands if there is room.
 */
function caseLine({culprit, findings: [worst, ...others]}: Case, snapshot: Snapshot, page: Page): string {
  const {severity, what} = worst;
  const more = others.length === 0 ? '' : ` And ${grouped(others.length)} more.`;
  const whole = printable(`${severity.padEnd(SEVERITY_WIDTH)}${what}${more}`);
  const line = fitted(whole, page.screen, page);
  const ago = startedAgo('pid' in culprit ? snapshot.find(culprit.pid)?.start() : undefined);
  const age = ago === undefined ? '' : ` · started ${ago}`;
  const hasRoom = !page.isTerminal || whole.length + age.length <= page.screen;
  const marked = page.style[severityMarks[severity]](line.slice(0, SEVERITY_WIDTH));
  return `${marked}${line.slice(SEVERITY_WIDTH)}${hasRoom && age !== '' ? page.style.faint(age) : ''}`;
}

function introductionOf({culprit}: Case, snapshot: Snapshot, introduce: Introduce): string | undefined {
  const process = 'pid' in culprit ? snapshot.find(culprit.pid) : undefined;
  return process && introduce(process);
}

/** What is wrong with one culprit, each finding below its own heading, and what to do said once. */
function caseLines({findings}: Case, page: Page, who: string | undefined): string[] {
  const said = new Set<string>();
  const rules = [...groupBy(findings, ({rule, cause}) => `${rule} ${cause}`).values()];
  return rules.flatMap(([first, ...others], at) => {
    if (!first) return [];
    const gap = at > 0 && rules[at - 1]?.[0]?.cause !== first.cause ? [''] : [];
    const remedy = first.remedy === null || said.has(first.remedy) ? null : first.remedy;
    said.add(first.remedy ?? '');
    const introduction = at === 0 && who !== undefined ? labelledLines('who', who, page) : [];
    return [...gap, ...findingLines({...first, remedy}, others, introduction, page)];
  });
}

/** Findings of one rule and one cause: the first stands for all. */
function findingLines(
  first: Finding,
  others: readonly Finding[],
  introduction: readonly string[],
  page: Page,
): string[] {
  return [
    ...headingLines(first, page),
    ...introduction.map(page.style.faint),
    ...labelledLines('rule', `${first.rule} (${first.certainty})`, page),
    ...labelledLines('why', first.why, page),
    ...(page.evidence ? labelledList('evidence', first.evidence.map(evidenceText), page) : []),
    ...alsoLines(others, page),
    ...(first.remedy === null ? [] : labelledOrder('do', first.remedy, page)),
    ...labelledCommand('more', first.more, page),
  ];
}

function headingLines({severity, what}: Finding, {width, style}: Page): string[] {
  const lines = wrapped(
    printable(`${severity.padEnd(SEVERITY_WIDTH)}${what}`),
    width,
    '',
    ' '.repeat(SEVERITY_WIDTH),
  );
  return lines.map((line, at) =>
    at === 0
      ? style[severityMarks[severity]](line.slice(0, SEVERITY_WIDTH)) +
        style.strong(line.slice(SEVERITY_WIDTH))
      : style.strong(line),
  );
}

function alsoLines(others: readonly Finding[], page: Page): string[] {
  const named = others.slice(0, NAMED).map(({what}) => what);
  const rest = others.length - named.length;
  const more = rest > 0 ? [`and ${counted(rest, 'more like it', 'more like these')}`] : [];
  return labelledList('also', [...named, ...more], page);
}

function infoLines(infos: readonly Finding[], page: Page): string[] {
  if (infos.length === 0) return [];
  const blocks = [...groupBy(infos, ({rule, cause}) => `${rule} ${cause}`).values()].flatMap(
    ([first, ...others]) => (first ? [{first, others}] : []),
  );
  const byCommand = groupBy(blocks, ({first}) => first.more);
  return [
    ...[...byCommand].flatMap(([command, alike]) => [
      ...alike.flatMap(({first, others}) => infoBlock(first, others.length, page)),
      ...typedLines(command, page, '    '),
    ]),
    '',
  ];
}

function infoBlock(first: Finding, others: number, page: Page): string[] {
  const more = others > 0 ? ` And ${others} more like it.` : '';
  return [
    ...wrapped(printable(`${first.what}${more} ${first.rule}`), page.width, '  ', '    '),
    ...(page.evidence ? labelledList('', first.evidence.map(evidenceText), page) : []),
  ];
}

/** One line a reason, since one file that can't be read silences many rules. */
function skippedLines(skipped: readonly SkippedRule[], page: Page): string[] {
  return [...groupBy(skipped, ({gap}) => gapText(gap))].flatMap(([reason, rules]) => {
    const ids = rules.map(({rule}) => rule);
    const names = ids.length > NAMED ? `${counted(ids.length, 'rule')}` : ids.join(', ');
    const lines = wrapped(printable(`${names} not checked everywhere: ${reason}`), page.width, '', '  ');
    return lines.map(line => page.style.faint(line));
  });
}

/** "2 errors, 1 warning". */
export function summaryText(findings: readonly Finding[], style: Style): string {
  return severities
    .flatMap(severity => {
      const count = findings.filter(finding => finding.severity === severity).length;
      return count === 0 ? [] : style[severityMarks[severity]](counted(count, severity));
    })
    .join(', ');
}
