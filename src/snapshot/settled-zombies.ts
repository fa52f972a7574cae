import {setTimeout as sleep} from 'node:timers/promises';
import type {Snapshot} from './snapshot.ts';
import {readZombies, type ZombieScene} from './zombies.ts';

/**
 * The zombies that are there at two looks, so many seconds apart; `snapshot` is the second. A recording has one
 * moment only: there, those that had not died less than so many seconds before.
 */
export async function readSettledZombies(
  snapshot: Snapshot,
  seconds: number,
  parent?: number,
): Promise<ZombieScene> {
  if (snapshot.machine.recorded) {
    const scene = await readZombies(snapshot, {parent});
    const {zombies} = scene;
    return {...scene, zombies: zombies.filter(({deadForSeconds: age}) => age === null || age >= seconds)};
  }
  const before = await readZombies(snapshot.again(), {parent});
  await sleep(seconds * 1000);
  return readZombies(snapshot, {parent, before});
}
