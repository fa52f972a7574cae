import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {signalName} from '../../parse/signals/signals.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {saying} from '../words/evidence.ts';
import {grouped, listed} from '../words/listed.ts';
import {
  childrenOf,
  evidenceOfEach,
  ofThese,
  parentName,
  type Zombies,
  zombiesListed,
} from '../words/zombies.ts';

/** How many exit signals a sentence names. */
const NAMED = 3;

/** clone(2) without SIGCHLD makes a child that plain wait(2) does not see: it takes __WALL or __WCLONE. */
export const notAnnouncedBySigchld: Rule<Zombie> = {
  id: 'zombies/not-announced-by-sigchld',
  severity: 'warning',
  title: 'the child was cloned with an exit signal other than SIGCHLD',
  claims: 'moment',
  needs: [],
  headline: zombies =>
    `${parentName(zombies[0])} has children that a plain wait() doesn't see: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {exitSignal} = zombie.process.stat;
    // A wait in progress may be one with __WALL, which is about to reap it.
    const maybeWaitedFor = !zombie.isSettled && (zombie.reaper?.activities.waits() ?? []).length > 0;
    if (exitSignal === SIGCHLD || maybeWaitedFor) return undefined;
    const it = ofThese(alike, 'it', 'them');
    const pid = alike.length === 1 ? (zombie.reaper?.pidOf(zombie.process) ?? zombie.pid) : -1;
    return {
      why: `${ofThese(alike, `${childrenOf(alike)} was`, `${grouped(alike.length)} children of ${parentName(zombie)} were`)} cloned with ${exitSignals(alike)} instead of SIGCHLD. A plain wait(2) doesn't see ${it} (ECHILD).`,
      evidence: evidenceOfEach(alike, ({pid: child, process: {stat}}) =>
        saying(
          seenIn(child, 'stat', 'exit_signal (38)', stat.exitSignal),
          `${stat.exitSignal}, not ${SIGCHLD} (SIGCHLD)`,
        ),
      ),
      remedy: orParentExits(
        alike,
        `Wait for ${it} with __WALL: waitpid(${pid}, &status, __WALL), or clone with SIGCHLD.`,
      ),
    };
  },
};

function exitSignals(zombies: Zombies): string {
  const names = zombies.map(({process: {stat}}) =>
    stat.exitSignal === 0
      ? 'no exit signal'
      : `exit signal ${signalName(stat.exitSignal) ?? stat.exitSignal}`,
  );
  return listed([...new Set(names)], NAMED, 'or');
}
