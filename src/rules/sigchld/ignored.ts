import type {Process} from '../../snapshot/process.ts';
import type {SigchldCase} from '../../snapshot/sigchld/case.ts';
import {mayBeOwn} from '../../snapshot/sigchld/origin.ts';
import type {Rule} from '../rule.ts';

/** SIGCHLD is ignored and nobody is known to have handed that down: this process, or its launcher, set it. */
export const ignored: Rule<SigchldCase> = {
  id: 'sigchld/ignored',
  severity: 'warning',
  title: 'SIGCHLD is ignored, so that wait and system() fail with ECHILD',
  needs: ['status'],
  check(sigchldCase) {
    const {process, sigchld, origin} = sigchldCase;
    const found = origin();
    if (sigchld.disposition !== 'ignored' || !found || !mayBeOwn(found)) return undefined;
    const {why, evidence} = found.how === 'own' ? byItself(sigchldCase) : byItselfOrTheGone(process);
    return {
      certainty: 'likely',
      why: `${process.comm} ignores SIGCHLD${why}`,
      evidence: [`/proc/${process.pid}/status: SigIgn has SIGCHLD`, ...evidence],
      remedy:
        'Leave SIGCHLD at its default, and wait for children; to let them go unwatched set SIG_IGN only where no wait(2), system(3) or popen(3) is used, and reset it in children before execve(2).',
    };
  },
};

interface Reason {
  readonly why: string;
  readonly evidence: readonly string[];
}

function byItself({process: {stat}, parentDisposition}: SigchldCase): Reason {
  return parentDisposition() === undefined
    ? {
        why: ' and its parent may not be seen: it set that itself, or what started it did.',
        evidence: [],
      }
    : {
        why: ' and its parent does not: it set that itself, or what started it did between fork and exec.',
        evidence: [`/proc/${stat.ppid}/status: SigIgn of its parent has not`],
      };
}

/** What the parent does tells nothing where it may have adopted the process. */
function byItselfOrTheGone({pid, stat}: Process): Reason {
  return {
    why: ': it set that itself, or has it from what started it, which may be gone.',
    evidence: [`/proc/${pid}/stat: ppid (4) is ${stat.ppid}, which adopts orphans, and may have adopted it`],
  };
}
