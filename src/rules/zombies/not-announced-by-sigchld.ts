import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {signalName} from '../../parse/signals/signals.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/** clone(2) without SIGCHLD makes a child that plain wait(2) does not see: it takes __WALL or __WCLONE. */
export const notAnnouncedBySigchld: Rule<Zombie> = {
  id: 'zombies/not-announced-by-sigchld',
  severity: 'warning',
  title: 'the child was cloned to end with another signal than SIGCHLD, or none',
  needs: [],
  check(zombie) {
    const {exitSignal} = zombie.process.stat;
    // A wait in progress may be one with __WALL, which is about to reap it.
    const maybeWaitedFor = !zombie.isSettled && (zombie.reaper?.waits() ?? []).length > 0;
    if (exitSignal === SIGCHLD || maybeWaitedFor) return undefined;
    const signal = exitSignal === 0 ? 'no signal' : (signalName(exitSignal) ?? `signal ${exitSignal}`);
    return {
      certainty: 'proven',
      why: `It was cloned with ${signal} instead of SIGCHLD as its exit signal: a plain wait(2) does not see it (ECHILD).`,
      evidence: [`/proc/${zombie.pid}/stat: exit_signal (38) is ${exitSignal}, not ${SIGCHLD}`],
      remedy: `Wait for it with __WALL: waitpid(${zombie.reaper?.pidOf(zombie.process) ?? zombie.pid}, &status, __WALL), or clone with SIGCHLD.`,
    };
  },
};
