import type {Severity} from '../../rules/rule.ts';
import {evidenceText} from '../../rules/words/evidence.ts';
import type {Evidence} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {severityMarks} from '../diagnose/text.ts';
import {type Introduce, introductions} from '../introductions/introductions.ts';
import {labelledCommand, labelledLines, labelledList} from '../labelled.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {cardRows} from './card-rows.ts';
import {headline} from './headline.ts';
import type {JudgedCard} from './judged-card.ts';

/** Of what may be many, a card has so many unless all is asked for: it is to stand on a screen. */
const SHOWN = 3;

/** What was asked for, as text. */
export interface ShownCards {
  readonly cards: readonly JudgedCard[];
  /** Processes that go by the same name, below one that has a card. */
  readonly below: readonly Process[];
  /** How many more have no card. */
  readonly left: number;
  /** Whether everything is shown. */
  readonly all: boolean;
}

/** The answer for a person: a card for each process. */
export function inspectText({cards, below, left, all}: ShownCards, page: Page): string[] {
  const introduce = introductions(page);
  const blocks = cards.map(judged => cardLines(judged, page, introduce, all));
  const more = [
    ...(left === 0 ? [] : [`${counted(left, 'more process', 'more processes')} of that name`]),
    ...(below.length === 0
      ? []
      : [`${counted(below.length, 'process', 'processes')} of that name below these`]),
  ];
  const rest = more.length === 0 ? [] : ['', ...wrapped(`${more.join(', ')}: --all`, page.width)];
  return [...blocks.flatMap((lines, at) => [...(at === 0 ? [] : ['']), ...lines]), ...rest];
}

function cardLines(judged: JudgedCard, page: Page, introduce: Introduce, all: boolean): string[] {
  const {card, diagnosis} = judged;
  const who = introduce(card.process);
  return [
    ...headingLines(printable(headline(judged)), page),
    ...(who === undefined ? [] : labelledLines('who', who, page).map(page.style.faint)),
    ...cardRows(card).flatMap(({label, texts}) => [
      ...labelledList(label, all ? texts : some(texts), page),
      ...(label === 'from'
        ? evidenceLines(
            card.starters.flatMap(({evidence}) => evidence),
            page,
          )
        : []),
    ]),
    ...findingLines(diagnosis.findings, page, all),
  ];
}

/** The whole first line is the answer: what is wrong is marked, and what isn't. */
function headingLines(text: string, {width, style}: Page): string[] {
  return wrapped(text, width).map(style.strong);
}

function some(texts: readonly string[]): readonly string[] {
  return texts.length > SHOWN + 1
    ? [...texts.slice(0, SHOWN), `and ${texts.length - SHOWN} more (--all)`]
    : texts;
}

/** What is wrong, and the command that shows it in full with what to do. */
function findingLines(findings: JudgedCard['diagnosis']['findings'], page: Page, all: boolean): string[] {
  const shown = all ? findings : findings.slice(0, SHOWN);
  const left = findings.length - shown.length;
  const commands = [...new Set(shown.map(({more}) => more))];
  return [
    ...shown.flatMap(({severity, what, rule, certainty, evidence}) => [
      ...labelledLines(severity, `${what} ${rule} (${certainty})`, page).map((line, at) =>
        at === 0 ? marked(line, severity, page) : line,
      ),
      ...evidenceLines(evidence, page),
    ]),
    ...(left === 0 ? [] : labelledLines('', `and ${left} more (--all)`, page)),
    ...commands.flatMap((command, at) => labelledCommand(at === 0 ? 'more' : '', command, page)),
  ];
}

/** What shows it, where that is asked for. */
function evidenceLines(evidence: readonly Evidence[], page: Page): string[] {
  return page.evidence ? labelledList('evidence', evidence.map(evidenceText), page) : [];
}

function marked(line: string, severity: Severity, {style}: Page): string {
  return line.replace(severity, style[severityMarks[severity]](severity));
}
