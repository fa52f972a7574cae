import {orUndefined} from '../../kernel/read.ts';
import {stateName} from '../../parse/process/pid-stat.ts';
import type {Thread} from '../../snapshot/process.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/** A parent of which every thread is in state T (job control, SIGSTOP) or t (ptrace) runs no code, so it reaps nothing. */
export const parentStopped: Rule<Zombie> = {
  id: 'zombies/parent-stopped',
  severity: 'warning',
  title: 'the parent is stopped, by a signal or a debugger',
  needs: [],
  check(zombie) {
    const parent = zombie.reaper?.process;
    const threads = parent?.liveThreads() ?? [];
    const [first] = threads;
    if (!parent || !first || !threads.every(isStopped)) return undefined;
    const tracerPid = orUndefined(first.status())?.tracerPid ?? 0;
    const {state} = first.stat;
    const traced = state === 't';
    const tracer = tracerPid > 0 ? ` (pid ${tracerPid})` : '';
    return {
      certainty: 'proven',
      why: `Its parent is ${stateName(state)}${traced ? tracer : ''} and runs no code until it is continued.`,
      evidence: [
        `/proc/${parent.pid}/stat: state ${state} (${stateName(state)})`,
        ...(tracerPid > 0 ? [`/proc/${parent.pid}/status: TracerPid ${tracerPid}`] : []),
      ],
      remedy: traced
        ? `Continue it in its tracer${tracer}, or detach.`
        : `Continue it: kill -CONT ${parent.pid}, or fg in the shell that stopped it.`,
    };
  },
};

function isStopped({stat: {state}}: Thread): boolean {
  return state === 'T' || state === 't';
}
