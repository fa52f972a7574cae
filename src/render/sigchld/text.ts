import type {JudgedSigchld} from '../../rules/inspections/sigchld.ts';
import {named} from '../../rules/words/named.ts';
import type {SigchldHandling} from '../../snapshot/sigchld/handling.ts';
import type {Generation} from '../../snapshot/signal-origins/origin.ts';
import type {Sigchld} from '../../snapshot/signals/sigchld.ts';
import {commandText} from '../command-line.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import {counted, fitted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {verdictLines} from '../verdict.ts';
import {effectText} from './effects.ts';

/** The answer for a person: a block for each process. */
export function sigchldText(judged: readonly JudgedSigchld[], page: Page, asked: boolean): string[] {
  const blocks = judged.flatMap((one, at) => [...(at === 0 ? [] : ['']), ...processLines(one, page)]);
  if (asked) return blocks;
  if (judged.length === 0) {
    const none = 'no process ignores SIGCHLD, or has it blocked and pending without waiting for children';
    return wrapped(none, page.width).map(page.style.good);
  }
  const total = `${counted(judged.length, 'process', 'processes')} with SIGCHLD ignored, blocked and pending, or with SA_NOCLDWAIT`;
  return [...blocks, '', ...wrapped(total, page.width)];
}

function processLines({handling, verdicts}: JudgedSigchld, page: Page): string[] {
  const {process, sigchld} = handling;
  const line = handling.origin()?.line ?? [];
  const effects = handling.effects().map(effectText);
  return [
    `${page.style.strong(printable(named(process)))}: ${process.isZombie() ? 'a zombie' : `SIGCHLD ${dispositionText(sigchld)}`}`,
    `  ${fitted(commandText(process), page.screen - 2, page)}`,
    ...(process.isZombie() ? [] : labelledLines('reaping', reapingText(handling), page)),
    ...(line.length > 1 ? labelledLines('line', line.map(generationText).join(' → '), page) : []),
    ...labelledList('effects', effects, page),
    ...verdicts.flatMap(verdict => ['', ...verdictLines(verdict, page)]),
  ];
}

function dispositionText({disposition, blocked, blockedInThreads, pending}: Sigchld): string {
  const blocking = blocked
    ? ', blocked in every thread'
    : blockedInThreads > 0
      ? `, blocked in ${counted(blockedInThreads, 'thread')}`
      : '';
  return `${disposition}${blocking}${pending ? ', pending' : ''}`;
}

function reapingText({sigchld, childSubreaper}: SigchldHandling): string {
  const {autoReap, flags, handler} = sigchld;
  const record =
    flags === null
      ? ''
      : `; ${flags.length === 0 ? 'no flags' : flags.join(' | ')}${handler ? `, handler at ${handler}` : ''}`;
  const subreaper = childSubreaper ? '; adopts the orphans below it (subreaper)' : '';
  if (autoReap === null) {
    return "SA_NOCLDWAIT can't be excluded: no file of /proc shows it. Run procdoc as root (CAP_BPF and CAP_PERFMON), or start the program under strace -e rt_sigaction.";
  }
  return `${autoReap ? 'its children are reaped automatically when they exit' : 'its children stay zombies until it waits for them'}${record}${subreaper}`;
}

function generationText({process, disposition}: Generation): string {
  const passing =
    disposition === 'ignored'
      ? ''
      : `, which ${disposition === 'caught' ? 'catches' : 'resets'} SIGCHLD and passes the ignored one on`;
  return `${named(process)}${passing}`;
}
