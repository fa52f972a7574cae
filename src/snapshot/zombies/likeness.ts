import {isFromEarlierProgram} from './earlier-program.ts';
import type {Zombie} from './zombie.ts';

/**
 * What a zombie has of its own that may decide why it is there: children of one parent that have the same are there for
 * the same reason, as all else that decides it is the parent's. A rule may name more of a zombie in what it says.
 */
export function likenessOf(zombie: Zombie): string {
  const {stat, reaper, isSettled} = zombie;
  const waits = reaper?.activities.waits() ?? [];
  const own = `${zombie.tracerPid} ${stat.exitSignal} ${isSettled} ${zombie.outlook()}`;
  const origin = `${zombie.looksAdopted()} ${isFromEarlierProgram(zombie)}`;
  return waits.reduce(
    (so, {waitsFor}) => `${so} ${reaper?.isWaitedFor(zombie.process, waitsFor)}`,
    `${own} ${origin}`,
  );
}
