import type {JudgedSigchld} from '../../rules/sigchld/index.ts';
import type {SigchldCase} from '../../snapshot/sigchld/case.ts';
import type {Generation} from '../../snapshot/sigchld/origin.ts';
import type {Sigchld} from '../../snapshot/signals/sigchld.ts';
import {commandText} from '../command-line.ts';
import {labelledLines, labelledList} from '../labelled.ts';
import {counted, fitted, type Page, wrapped} from '../page.ts';
import {printable} from '../safe-text.ts';
import {verdictLines} from '../verdict.ts';

/** The answer for a person: a block a process. */
export function sigchldText(judged: readonly JudgedSigchld[], page: Page, asked: boolean): string[] {
  const blocks = judged.flatMap((one, at) => [...(at === 0 ? [] : ['']), ...processLines(one, page)]);
  if (asked) return blocks;
  if (judged.length === 0) {
    const none = 'no process ignores SIGCHLD, or has it blocked and pending without waiting for children';
    return wrapped(none, page.width).map(page.style.good);
  }
  const total = `SIGCHLD matters in ${counted(judged.length, 'process', 'processes')}: ignored, blocked and pending, or SA_NOCLDWAIT`;
  return [...blocks, '', ...wrapped(total, page.width)];
}

function processLines({sigchldCase, verdicts}: JudgedSigchld, page: Page): string[] {
  const {process, sigchld} = sigchldCase;
  const line = sigchldCase.origin()?.line ?? [];
  return [
    `${page.style.strong(`${printable(process.comm)} (${process.pid})`)}: ${process.isZombie() ? 'a zombie' : `SIGCHLD ${dispositionText(sigchld)}`}`,
    `  ${fitted(commandText(process), page.width - 2, page)}`,
    ...(process.isZombie() ? [] : labelledLines('reaping', reapingText(sigchldCase), page)),
    ...(line.length > 1 ? labelledLines('line', line.map(generationText).join(' → '), page) : []),
    ...labelledList('effects', sigchldCase.effects(), page),
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

function reapingText({sigchld, childSubreaper}: SigchldCase): string {
  const {autoReap, flags, handler} = sigchld;
  const record =
    flags === null
      ? ''
      : `; ${flags.length === 0 ? 'no flags' : flags.join(' | ')}${handler ? `, handler at ${handler}` : ''}`;
  const subreaper = childSubreaper ? '; it adopts the orphans below it (subreaper)' : '';
  if (autoReap === null) {
    return 'SA_NOCLDWAIT cannot be excluded: no file of /proc shows it. Run as root (CAP_BPF and CAP_PERFMON), or see strace -e rt_sigaction from its start.';
  }
  return `${autoReap ? 'its children vanish unreaped when they die' : 'its children stay zombies until it waits for them'}${record}${subreaper}`;
}

function generationText({process, disposition}: Generation): string {
  const passing = disposition === 'caught' ? ', which catches it and passes the ignored one on' : '';
  return `${process.comm} (${process.pid})${passing}`;
}
