import type {SigchldCase} from '../../snapshot/sigchld-case.ts';
import type {Rule} from '../rule.ts';

/** SIGCHLD is ignored and nobody is known to have handed that down: this process, or its launcher, set it. */
export const ignored: Rule<SigchldCase> = {
  id: 'sigchld/ignored',
  severity: 'warning',
  title: 'SIGCHLD is ignored, so that wait and system() fail with ECHILD',
  needs: ['status'],
  check({process, sigchld, origin, parentDisposition}) {
    if (sigchld.disposition !== 'ignored' || origin()?.how !== 'own') return undefined;
    const parentSeen = parentDisposition() !== undefined;
    return {
      certainty: 'likely',
      why: `${process.comm} ignores SIGCHLD and its parent ${parentSeen ? 'does not' : 'may not be seen'}: it set that itself, or what started it did${parentSeen ? ' between fork and exec' : ''}.`,
      evidence: [
        `/proc/${process.pid}/status: SigIgn has SIGCHLD`,
        ...(parentSeen ? [`/proc/${process.stat.ppid}/status: SigIgn of its parent has not`] : []),
      ],
      remedy:
        'Leave SIGCHLD at its default, and wait for children; to let them go unwatched set SIG_IGN only where no wait(2), system(3) or popen(3) is used, and reset it in children before execve(2).',
    };
  },
};
