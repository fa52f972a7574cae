import type {SigchldCase} from '../../snapshot/sigchld-case.ts';
import type {Rule} from '../rule.ts';

/** A signal mask survives execve(2) too: blocked everywhere and pending, SIGCHLD never arrives. */
export const blocked: Rule<SigchldCase> = {
  id: 'sigchld/blocked',
  severity: 'warning',
  check({process, isStuck}) {
    if (!isStuck()) return undefined;
    const seen = process.descriptors().ok;
    return {
      certainty: seen ? 'proven' : 'likely',
      why: `${process.comm} has SIGCHLD blocked in every thread, and one is pending: no handler of its runs, and ${seen ? 'nothing else takes the signal' : 'whether a signalfd takes the signal may not be seen'}.`,
      evidence: [
        `/proc/${process.pid}/task/*/status: SigBlk has SIGCHLD in every thread`,
        `/proc/${process.pid}/status: ShdPnd has SIGCHLD`,
        ...(seen ? [`/proc/${process.pid}/fd: no signalfd takes it`] : []),
      ],
      remedy: `Unblock it in ${process.comm} with sigprocmask(2), or let its launcher clear the mask before execve(2).`,
    };
  },
};
