import type {JudgedSigchld} from '../../rules/inspections/sigchld.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import {type Generation, type InheritedSignal, isInherited} from '../../snapshot/signal-origins/origin.ts';
import type {Sigchld} from '../../snapshot/signals/sigchld.ts';
import {type Introduce, introductionLine} from '../introductions/introductions.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import {counted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {verdictLines} from '../verdict.ts';
import {effectText} from './effects.ts';

/** The answer for a person: who is concerned, if that was not asked; then a block for each process. */
export function sigchldText(
  judged: readonly JudgedSigchld[],
  page: Page,
  asked: boolean,
  introduce: Introduce,
): string[] {
  if (judged.length === 0) return wrapped(NONE, page.width).map(page.style.good);
  const blocks = judged.map(one => processLines(one, page, introduce));
  const heading = asked || judged.length === 1 ? [] : [wrapped(printable(headline(judged)), page.width)];
  return [...heading, ...blocks].flatMap((lines, at) => [...(at === 0 ? [] : ['']), ...lines]);
}

const NONE = 'no process ignores SIGCHLD, or has it blocked and pending without waiting for children';

/** How many processes a heading names. */
const NAMED = 6;

/** Which processes lose exits, and how. */
function headline(judged: readonly JudgedSigchld[]): string {
  const isIgnoring = ({handling: {sigchld}}: JudgedSigchld) => sigchld.disposition === 'ignored';
  const isReaping = (one: JudgedSigchld) => !isIgnoring(one) && one.handling.sigchld.autoReap === true;
  const groups = [
    [judged.filter(isIgnoring), ['ignores SIGCHLD', 'ignore SIGCHLD']],
    [judged.filter(isReaping), ['has set SA_NOCLDWAIT', 'have set SA_NOCLDWAIT']],
    [
      judged.filter(one => !isIgnoring(one) && !isReaping(one)),
      ['has SIGCHLD blocked and pending', 'have SIGCHLD blocked and pending'],
    ],
  ] as const;
  const clauses = groups.flatMap(([group, [one, many]]) => {
    const names = group.map(({handling}) => named(handling.process));
    return group.length === 0 ? [] : [`${listed(names, NAMED)} ${group.length === 1 ? one : many}`];
  });
  return `${listed(clauses, clauses.length)}.`;
}

function processLines({handling, verdicts}: JudgedSigchld, page: Page, introduce: Introduce): string[] {
  const {process} = handling;
  const line = handling.origin()?.line ?? [];
  const effects = handling.effects().map(effectText);
  return [
    ...wrapped(printable(sigchldAnswer(handling)), page.width).map(page.style.strong),
    ...introductionLine(process, introduce, page),
    ...(process.isZombie() ? [] : labelledLines('sa_flags', flagsText(handling), page)),
    ...(handling.childSubreaper ? labelledLines('adopts', 'the orphans below it (subreaper)', page) : []),
    ...(line.length > 1 ? labelledLines('line', line.map(generationText).join(' → '), page) : []),
    ...labelledList('effects', effects, page),
    ...verdicts.flatMap(verdict => ['', ...verdictLines(verdict, page)]),
  ];
}

/** What a process does with SIGCHLD, what becomes of its children, and where that came from: two sentences at most. */
export function sigchldAnswer(handling: SigchldHandling): string {
  const {process, sigchld} = handling;
  const who = named(process);
  if (process.isZombie()) return `${who} is a zombie.`;
  const origin = handling.origin();
  const since = origin && isInherited(origin) ? ` It inherited that from ${giverText(origin)}.` : '';
  return `${who} ${dispositionText(sigchld)}: ${reapingText(handling)}.${since}`;
}

function giverText(origin: InheritedSignal): string {
  const {how, process, certainty} = origin;
  return `${how === 'gone' ? 'a process that has exited' : named(process)} (${certainty})`;
}

const dispositions = {
  default: 'leaves SIGCHLD at its default',
  ignored: 'ignores SIGCHLD',
  caught: 'catches SIGCHLD',
} as const;

function dispositionText({disposition, blocked, blockedInThreads, pending}: Sigchld): string {
  const blocking = blocked
    ? ' and blocks it in every thread'
    : blockedInThreads > 0
      ? ` and blocks it in ${counted(blockedInThreads, 'thread')}`
      : '';
  return `${dispositions[disposition]}${blocking}${pending ? ', and one is pending' : ''}`;
}

function reapingText({sigchld: {autoReap, disposition}}: SigchldHandling): string {
  if (autoReap === null)
    return "whether its children stay zombies until it waits for them can't be seen (SA_NOCLDWAIT)";
  if (!autoReap) return 'its children stay zombies until it waits for them';
  const why = disposition === 'ignored' ? '' : ' (SA_NOCLDWAIT)';
  return `its children are reaped automatically when they exit${why}`;
}

/** What the kernel's own record says, or how to see it. */
function flagsText({sigchld: {autoReap, flags, handler}}: SigchldHandling): string {
  if (flags === null)
    return autoReap === null
      ? "SA_NOCLDWAIT can't be excluded: no file of /proc shows it. Run procdoc as root (CAP_BPF and CAP_PERFMON), or start the program under strace -e rt_sigaction."
      : 'not visible from here';
  return `${flags.length === 0 ? 'none' : flags.join(' | ')}${handler ? `, handler at ${handler}` : ''}`;
}

function generationText({process, disposition}: Generation): string {
  const passing =
    disposition === 'ignored'
      ? ''
      : `, which ${disposition === 'caught' ? 'catches' : 'resets'} SIGCHLD and passes the ignored one on`;
  return `${named(process)}${passing}`;
}
