import {stateName} from '../../parse/pid-stat.ts';
import type {Zombie} from '../../snapshot/zombie.ts';
import type {Rule} from '../rule.ts';

/** A parent in state T (job control, SIGSTOP) or t (ptrace) runs no code, so it reaps nothing. */
export const parentStopped: Rule<Zombie> = {
  id: 'zombies/parent-stopped',
  severity: 'warning',
  check(zombie) {
    const parent = zombie.reaper?.process;
    if (!parent || (parent.stat.state !== 'T' && parent.stat.state !== 't')) return undefined;
    const tracerPid = parent.tracerPid() ?? 0;
    const traced = parent.stat.state === 't';
    return {
      certainty: 'proven',
      why: `Its parent is ${stateName(parent.stat.state)}${traced ? ` (pid ${tracerPid})` : ''} and runs no code until it is continued.`,
      evidence: [
        `/proc/${parent.pid}/stat: state ${parent.stat.state} (${stateName(parent.stat.state)})`,
        ...(tracerPid > 0 ? [`/proc/${parent.pid}/status: TracerPid ${tracerPid}`] : []),
      ],
      remedy: traced
        ? `Continue it in its tracer, or detach: the tracer is pid ${tracerPid}.`
        : `Continue it: kill -CONT ${parent.pid}, or fg in the shell that stopped it.`,
    };
  },
};
