import {setTimeout as sleep} from 'node:timers/promises';
import {isSame, type Process} from '../../snapshot/process.ts';
import type {Snapshot} from '../../snapshot/snapshot.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {readZombies, type ZombieScene} from '../../snapshot/zombies/zombies.ts';

/** How long a zombie has to be there before anything is to be done for it: a parent that reaps does it well within this time. */
const SETTLED_MS = 1000;

/** The zombies that something is to be done for. */
export interface AskedZombies {
  /** Only what was asked about, and has been dead for a while. */
  readonly scene: ZombieScene;
  /** Every zombie of that look, whether it was asked about or not. */
  readonly all: readonly Zombie[];
  /** What was asked about by a PID, and has been reaped since the first look. */
  readonly reapedMeanwhile: readonly Process[];
}

/**
 * Reads the zombies among some processes, and those of which they are the parents; all where `asked` is undefined. Looks
 * twice, a second apart, where one of them has just died.
 * @param asked as an earlier look has them
 * @param snapshot not yet read
 */
export async function readAskedZombies(
  snapshot: Snapshot,
  asked: readonly Process[] | undefined,
): Promise<AskedZombies> {
  const isAsked = ({process, reaper}: Zombie) =>
    asked?.some(one => isSame(one, process) || (reaper !== undefined && isSame(one, reaper.process))) ?? true;
  const first = await readZombies(snapshot.again());
  const young = first.zombies.filter(zombie => isAsked(zombie) && !zombie.isSettled);
  if (young.length > 0) await sleep(SETTLED_MS);
  const second = await readZombies(snapshot, {before: first});
  const dead = asked ? first.zombies.filter(isAsked).map(({process}) => process) : [];
  return {
    scene: {
      ...second,
      zombies: second.zombies.filter(isAsked),
      exitedLeaders: second.exitedLeaders.filter(leader => asked?.some(one => isSame(one, leader)) ?? false),
    },
    all: second.zombies,
    reapedMeanwhile: dead.filter(process => !process.isStillThere()),
  };
}
