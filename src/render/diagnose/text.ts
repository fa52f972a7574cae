import type {Diagnosis} from '../../rules/diagnosis/diagnosis.ts';
import type {SkippedRule} from '../../rules/diagnosis/scope-gaps.ts';
import {severities} from '../../rules/diagnosis/selection.ts';
import type {Finding} from '../../rules/finding.ts';
import type {Severity} from '../../rules/rule.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import {labelledCommand, labelledLines, labelledList, labelledOrder} from '../labelled.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import type {Style} from '../style.ts';
import {gapText} from '../unreadable.ts';

/** How many findings of one cause are named before the rest is counted. */
const NAMED = 3;
const SEVERITY_WIDTH = 9;

const marks: Readonly<Record<Severity, keyof Style>> = {error: 'bad', warning: 'warning', info: 'faint'};

/** The answer for a person: a block a cause, the worst first; what is merely worth knowing, a line each. */
export function diagnoseText(diagnosis: Diagnosis, page: Page): string[] {
  const {findings, skipped, asked, lookedAt} = diagnosis;
  const grave = findings.filter(({severity}) => severity !== 'info');
  const infos = findings.filter(({severity}) => severity === 'info');
  return [
    ...[...groupBy(grave, ({cause}) => cause).values()].flatMap(alike => [...causeLines(alike, page), '']),
    ...infoLines(infos, page),
    ...skippedLines(skipped, page),
    summaryText(findings, page.style),
    ...wrapped(
      `${counted(asked.length, 'rule')}, ${counted(lookedAt, 'process', 'processes')} checked. \`procdoc explain RULE\` for details.`,
      page.width,
    ).map(page.style.faint),
  ];
}

function causeLines(findings: readonly Finding[], page: Page): string[] {
  const rules = [...groupBy(findings, ({rule}) => rule).values()];
  return rules.flatMap(alike => findingLines(alike, page));
}

/** Findings of one rule and one cause: the first stands for all. */
function findingLines([first, ...others]: readonly Finding[], page: Page): string[] {
  if (!first) return [];
  return [
    ...headingLines(first, page),
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
      ? style[marks[severity]](line.slice(0, SEVERITY_WIDTH)) + style.strong(line.slice(SEVERITY_WIDTH))
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
  return [
    page.style.strong('worth knowing'),
    ...blocks.flatMap(({first, others}) => [
      ...wrapped(
        printable(
          `${first.what}${others.length > 0 ? ` And ${others.length} more like it.` : ''} ${first.rule}; ${first.more}`,
        ),
        page.width,
        '  ',
        '    ',
      ),
      ...(page.evidence ? labelledList('', first.evidence.map(evidenceText), page) : []),
    ]),
    '',
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

/** "2 errors, 1 warning", or that nothing was found. */
export function summaryText(findings: readonly Finding[], style: Style): string {
  if (findings.length === 0) return style.good('nothing found');
  return severities
    .flatMap(severity => {
      const count = findings.filter(finding => finding.severity === severity).length;
      return count === 0 ? [] : style[marks[severity]](counted(count, severity));
    })
    .join(', ');
}
