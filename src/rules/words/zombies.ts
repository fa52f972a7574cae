import type {WaitingActivity} from '../../snapshot/activities.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Process} from '../../snapshot/process.ts';
import {mayBeReapedSoon} from '../../snapshot/zombies/outlook.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {doingText, waitTargetText} from './activity.ts';
import {saying, type ToldEvidence} from './evidence.ts';
import {grouped, listed} from './listed.ts';
import {named} from './named.ts';
import {noThreadWaitsFor} from './signal-evidence.ts';

/** How many zombies a sentence names, and how many have evidence of their own; there may be thousands. */
const NAMED = 4;

/** Zombies that are spoken of together; mostly there is one. */
export type Zombies = readonly [Zombie, ...Zombie[]];

/** The parent of a zombie: "python3 (4711)", or "process 4711" where it isn't visible. */
export function parentName({reaper, process}: Zombie): string {
  return reaper ? named(reaper.process) : `process ${process.stat.ppid}`;
}

/** The end of a headline: "1 zombie, sh (813)", or "12 zombies", since the names of so many say nothing. */
export function zombiesListed(zombies: Zombies): string {
  const count = zombies.length === 1 ? '1 zombie' : `${grouped(zombies.length)} zombies`;
  if (zombies.length > NAMED) return count;
  const names = zombies.map(({process}) => named(process));
  return `${count}, ${listed(names, NAMED)}`;
}

/** One child by its name, several by their number: "sh (813)", "12 of its children". */
export function childrenOf(zombies: Zombies): string {
  const [{process}] = zombies;
  return zombies.length === 1 ? named(process) : `${grouped(zombies.length)} of its children`;
}

/** That lock files with the pids of these zombies stay valid: a sentence; undefined where none is known. */
export function lockFilesText(zombies: Zombies): string | undefined {
  const owners = zombies.filter(zombie => zombie.lockFiles().length > 0);
  const files = [...new Set(owners.flatMap(zombie => zombie.lockFiles()))];
  if (files.length === 0) return undefined;
  const names = owners.map(({process}) => named(process));
  const [are, count, pids] = [
    names.length === 1 ? 'is' : 'are',
    files.length === 1 ? 'counts' : 'count',
    names.length === 1 ? 'its pid' : 'their pids',
  ];
  return `Until ${listed(names, NAMED)} ${are} reaped, ${listed(files, NAMED)} ${count} as held: kill(2) with signal 0 still finds ${pids}.`;
}

/** The severity while what keeps a parent from all of these may still be over in a moment; undefined: that of the rule. */
export function severityAtFirst(zombies: Zombies): 'info' | undefined {
  return zombies.every(mayBeReapedSoon) ? 'info' : undefined;
}

/** One word for one, another for several. */
export function ofThese<Word>({length}: Zombies, one: Word, several: Word): Word {
  return length === 1 ? one : several;
}

/** Evidence that each zombie has for itself, of the first few. */
export function evidenceOfEach(
  zombies: Zombies,
  evidenceOf: (zombie: Zombie) => ToldEvidence | readonly ToldEvidence[],
): ToldEvidence[] {
  return zombies.slice(0, NAMED).flatMap(evidenceOf);
}

/** That no thread of a parent waits for children; nothing where one does, or it can't be read what all of them do. */
export function noWaitEvidence({process, activities}: Reaper): ToldEvidence[] {
  return activities.isFullySeen() && activities.waits().length === 0
    ? [noThreadWaitsFor(process, activities, 'children')]
    : [];
}

/** A wait of the parent for other children than a zombie; undefined where it has none, or one that takes the zombie. */
export function otherWait({reaper, process}: Zombie): WaitingActivity | undefined {
  const waits = reaper?.activities.waits() ?? [];
  return waits.some(({waitsFor}) => reaper?.isWaitedFor(process, waitsFor)) ? undefined : waits[0];
}

/** The child that a parent waits for: "sleep (4711)", "sleep (4711, 5 in web)"; its number where it isn't visible. */
export function waitElsewhereText(reaper: Reaper, {waitsFor}: WaitingActivity): string {
  const child = reaper.awaitedChild(waitsFor);
  return child ? named(child) : waitTargetText(waitsFor);
}

/** The call in which a parent waits for other children. */
export function waitElsewhereEvidence({process}: Reaper, wait: WaitingActivity): ToldEvidence {
  const target = waitTargetText(wait.waitsFor);
  const seen = seenIn(process.pid, `task/${wait.thread.tid}/syscall`, doingText(wait.doing), target);
  return saying(seen, `for ${target}`);
}

/** That a signalfd(2) takes SIGCHLD; nothing where there is none. */
export function signalfdEvidence({pid}: Process, fd: number | undefined): ToldEvidence[] {
  return fd === undefined ? [] : [saying(seenIn(pid, `fdinfo/${fd}`, 'sigmask', 'SIGCHLD'), 'has SIGCHLD')];
}
