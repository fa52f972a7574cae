import type {Severity} from '../../rules/rule.ts';
import {freshnessText} from '../../rules/words/freshness.ts';
import {holdingPhrases} from '../../rules/words/holding-phrases.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {Card} from '../../snapshot/cards/card.ts';
import {pseudoterminalOf} from '../../snapshot/device.ts';
import type {Process} from '../../snapshot/process.ts';
import {severityMarks} from '../diagnose/text.ts';
import {type Introduce, introductions} from '../introductions/introductions.ts';
import {starterText} from '../introductions/starter-text.ts';
import {labelledCommand, labelledLines, labelledList} from '../labelled.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {sigchldAnswer} from '../sigchld/text.ts';
import {headOf} from '../why/summary.ts';
import {connectionPhrases} from './connection-text.ts';
import {headline} from './headline.ts';
import type {JudgedCard} from './judged-card.ts';

/** Of what may be many, a card has so many unless all is asked for: it is to stand on a screen. */
const SHOWN = 3;
/** How many ancestors and children a line names. */
const NAMED = 6;

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
  const {process, chain} = card;
  const who = introduce(process);
  const list = (label: string, texts: readonly string[]) =>
    labelledList(label, all ? texts : some(texts), page);
  return [
    ...headingLines(printable(headline(judged)), page),
    ...(who === undefined ? [] : labelledLines('who', who, page).map(page.style.faint)),
    ...labelledList('code', codeTexts(card), page),
    ...labelledList('from', [...card.starters.map(starterText), ...terminalText(process)], page),
    ...labelledLines('ancestors', lineText(card), page),
    ...(process.isZombie() ? [] : labelledLines('state', headOf(chain), page)),
    ...list('holds', holdTexts(card)),
    ...labelledList('SIGCHLD', sigchldTexts(card), page),
    ...labelledLines('children', childrenText(card), page),
    ...findingLines(diagnosis.findings, page, all),
  ];
}

/** The whole first line is the answer: what is wrong is marked, and what isn't. */
function headingLines(text: string, {width, style}: Page): string[] {
  return wrapped(text, width).map(style.strong);
}

function terminalText({stat}: Process): string[] {
  const terminal = pseudoterminalOf(stat.terminal);
  return terminal === undefined ? [] : [`at the terminal /dev/pts/${terminal}`];
}

/** Whether it runs what is on disk: of its script, and where the file is gone that it executes. */
function codeTexts({script, programIsGone, program}: Card): string[] {
  const gone = programIsGone === true ? [`${program} was deleted or replaced since the process started`] : [];
  if (!script || script.reason?.kind === 'no-script-file') return gone;
  const {freshness, reason} = script;
  if (freshness === 'fresh') return [...gone, 'the script is the one on disk'];
  return [...gone, `${freshness}${reason ? `: ${freshnessText(reason)}` : ''}`];
}

/** A zombie and a thread of the kernel do nothing with it. */
function sigchldTexts({process, sigchld}: Card): string[] {
  if (sigchld) return [sigchldAnswer(sigchld)];
  if (process.isZombie() || process.stat.kernelThread) return [];
  return ["unknown: its signals can't be read"];
}

/** "systemd (1) → bash (400) → python3 (411)", with what adopted a process of the line. */
function lineText({process, ancestors, orphanhoods}: Card): string {
  if (ancestors.length === 0) return 'none is visible from here';
  const line = [...ancestors].reverse();
  const shown = line.length > NAMED ? [...line.slice(0, 2), undefined, ...line.slice(3 - NAMED)] : line;
  const names = [...shown, process].map(one => {
    if (!one) return `${line.length - NAMED + 1} more`;
    const orphanhood = orphanhoods.get(one);
    return orphanhood ? `[a process that has exited, ${orphanhood.certainty}] → ${named(one)}` : named(one);
  });
  return names.join(' → ');
}

function holdTexts(card: Card): string[] {
  const {holds, deleted, process} = card;
  if (!holds) return ["unknown: its descriptors can't be listed"];
  const files = deleted.map(({path, bytes, holders}) => {
    const fds = holders.filter(one => one.process === process).map(({descriptor}) => descriptor.fd);
    return `deleted file ${path} (${bytes} bytes, fd ${fds.join(', ')})`;
  });
  const [locks, listeners, pipes] = (['locks', 'listeners', 'pipes'] as const).map(kind =>
    holdingPhrases({locks: [], listeners: [], pipes: [], [kind]: holds[kind]}),
  );
  return [...(listeners ?? []), ...connectionPhrases(card), ...(locks ?? []), ...files, ...(pipes ?? [])];
}

function some(texts: readonly string[]): readonly string[] {
  return texts.length > SHOWN + 1
    ? [...texts.slice(0, SHOWN), `and ${texts.length - SHOWN} more (--all)`]
    : texts;
}

function childrenText({children}: Card): string {
  if (children.length === 0) return 'none';
  const zombies = children.filter(child => child.isZombie());
  const living = children.filter(child => !zombies.includes(child));
  const groups = [
    ...(zombies.length === 0 ? [] : [`${counted(zombies.length, 'zombie')}: ${namesOf(zombies)}`]),
    ...(living.length === 0 ? [] : [`${living.length} alive: ${namesOf(living)}`]),
  ];
  return groups.join('; ');
}

function namesOf(processes: readonly Process[]): string {
  return listed(processes.map(named), NAMED);
}

/** What is wrong, and the command that shows it in full with what to do. */
function findingLines(findings: JudgedCard['diagnosis']['findings'], page: Page, all: boolean): string[] {
  const shown = all ? findings : findings.slice(0, SHOWN);
  const left = findings.length - shown.length;
  const commands = [...new Set(shown.map(({more}) => more))];
  return [
    ...shown.flatMap(({severity, what, rule, certainty}) =>
      labelledLines(severity, `${what} ${rule} (${certainty})`, page).map((line, at) =>
        at === 0 ? marked(line, severity, page) : line,
      ),
    ),
    ...(left === 0 ? [] : labelledLines('', `and ${left} more (--all)`, page)),
    ...commands.flatMap((command, at) => labelledCommand(at === 0 ? 'more' : '', command, page)),
  ];
}

function marked(line: string, severity: Severity, {style}: Page): string {
  return line.replace(severity, style[severityMarks[severity]](severity));
}
