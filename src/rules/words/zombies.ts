import {seenIn} from '../../snapshot/evidence.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {saying, type ToldEvidence} from './evidence.ts';
import {listed} from './listed.ts';
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

/** The end of a headline: "1 zombie, sh (813)", or "12 zombies, sh (813), sh (814), sh (815), sh (816) and 8 more". */
export function zombiesListed(zombies: Zombies): string {
  const names = zombies.map(({process}) => named(process));
  return `${zombies.length === 1 ? '1 zombie' : `${zombies.length} zombies`}, ${listed(names, NAMED)}`;
}

/** One child by its name, several by their number: "sh (813)", "12 of its children". */
export function childrenOf(zombies: Zombies): string {
  const [{process}] = zombies;
  return zombies.length === 1 ? named(process) : `${zombies.length} of its children`;
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

/** That no thread of a parent waits for children; nothing where it can't be read what all of them do. */
export function noWaitEvidence({process, activities}: Reaper): ToldEvidence[] {
  return activities.isFullySeen() ? [noThreadWaitsFor(process, activities, 'children')] : [];
}

/** That a signalfd(2) takes SIGCHLD. */
export function signalfdEvidence(pid: number, fd: number): ToldEvidence {
  return saying(seenIn(pid, `fdinfo/${fd}`, 'sigmask', 'SIGCHLD'), 'has SIGCHLD');
}
