import {setTimeout as sleep} from 'node:timers/promises';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {readZombies, type ZombieScene} from '../snapshot/zombies.ts';

/**
 * The zombies of now, with the time gone by after which they count: what is still a zombie then has not just
 * died. Where each is known to have been dead for that long, no time need go by.
 */
export async function zombiesToSettle(snapshot: Snapshot, seconds: number): Promise<ZombieScene> {
  const scene = await readZombies(snapshot);
  if (scene.zombies.some(({deadForSeconds}) => (deadForSeconds ?? 0) < seconds)) await sleep(seconds * 1000);
  return scene;
}
