import {seenIn} from '../../snapshot/evidence.ts';
import type {Thread} from '../../snapshot/process.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {stateName} from '../words/activity.ts';
import {saying} from '../words/evidence.ts';
import {named} from '../words/named.ts';
import {parentName, zombiesListed} from '../words/zombies.ts';

/** A parent of which every thread is in state T (job control, SIGSTOP) or t (ptrace) runs no code, so it reaps nothing. */
export const parentStopped: Rule<Zombie> = {
  id: 'zombies/parent-stopped',
  severity: 'warning',
  title: 'the parent is stopped, by a signal or a debugger',
  needs: [],
  headline: zombies => `${parentName(zombies[0])} is stopped and can't reap: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const threads = reaper?.process.liveThreads() ?? [];
    const [first] = threads;
    if (!reaper || !first || !threads.every(isStopped)) return undefined;
    const {pid} = reaper.process;
    const {state} = first.stat;
    const tracer = reaper.tracerOf(first);
    const who = tracer?.process ? named(tracer.process) : 'a tracer';
    return {
      certainty: 'proven',
      why:
        state === 't'
          ? `${parentName(zombie)} is stopped by ${who}, and runs no code until it is continued.`
          : `${parentName(zombie)} is stopped and runs no code until it is continued.`,
      evidence: [
        saying(
          seenIn(pid, first.tid === pid ? 'stat' : `task/${first.tid}/stat`, 'state (3)', state),
          `${state} (${stateName(state)})`,
        ),
        ...(tracer
          ? [saying(seenIn(pid, 'status', 'TracerPid', tracer.tid), `${tracer.tid} names ${who}`)]
          : []),
      ],
      remedy: orParentExits(
        alike,
        state === 't'
          ? `Continue it in ${who}, or detach.`
          : `Continue it: \`kill -CONT ${pid}\`, or \`fg\` in the shell that stopped it.`,
      ),
    };
  },
};

function isStopped({stat: {state}}: Thread): boolean {
  return state === 'T' || state === 't';
}
