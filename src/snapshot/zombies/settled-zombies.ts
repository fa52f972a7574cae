import {later} from '../../kernel/later.ts';
import type {Snapshot} from '../snapshot.ts';
import {readZombies, type ZombieQuestion, type ZombieScene} from './zombies.ts';

/**
 * A first look at the zombies, and then a pause: what is a zombie at the next look too has not just died. Where each is
 * known to have been dead for long enough, there is no pause. In a recording no time passes, so only the zombies are in
 * the answer that were dead for long enough, or for an unknown time.
 */
export async function zombiesToSettle(
  snapshot: Snapshot,
  seconds: number,
  question: Pick<ZombieQuestion, 'parent' | 'look'> = {},
): Promise<ZombieScene> {
  const scene = await readZombies(snapshot, question);
  const old = scene.zombies.filter(({deadForSeconds: age}) => age !== null && age >= seconds);
  if (snapshot.machine.recorded) {
    const zombies = scene.zombies.filter(zombie => zombie.deadForSeconds === null || old.includes(zombie));
    return {...scene, zombies};
  }
  if (old.length < scene.zombies.length) await new Promise<void>(resolve => later(seconds, resolve));
  return scene;
}
