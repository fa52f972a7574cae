import type {SigchldCase} from '../../snapshot/sigchld/case.ts';
import type {Rule} from '../rule.ts';

/** A signal mask survives execve(2) too: blocked everywhere and pending, SIGCHLD never arrives. */
export const blocked: Rule<SigchldCase> = {
  id: 'sigchld/blocked',
  severity: 'warning',
  title: 'SIGCHLD is blocked and pending, so that nobody learns of the death of children',
  needs: ['status', 'syscall'],
  check({process, isStuck, isWaiting}) {
    if (!isStuck()) return undefined;
    const seen = process.descriptors().ok;
    const waitSeen = isWaiting() !== undefined;
    const unseen = [
      ...(waitSeen ? [] : ['it waits for a child (and unblocks it then, as shells do)']),
      ...(seen ? [] : ['a signalfd takes the signal']),
    ].join(', or ');
    return {
      certainty: waitSeen ? (seen ? 'proven' : 'likely') : 'unknown',
      why: `${process.comm} has SIGCHLD blocked in every thread, and one is pending: no handler of its runs, and ${unseen === '' ? 'nothing else takes the signal' : `whether ${unseen} may not be seen`}.`,
      evidence: [
        `/proc/${process.pid}/task/*/status: SigBlk has SIGCHLD in every thread`,
        `/proc/${process.pid}/status: ShdPnd has SIGCHLD`,
        ...(waitSeen ? [`/proc/${process.pid}/task/*/syscall: no thread waits for children`] : []),
        ...(seen ? [`/proc/${process.pid}/fd: no signalfd takes it`] : []),
      ],
      remedy: waitSeen
        ? `Unblock it in ${process.comm} with sigprocmask(2), or let its launcher clear the mask before execve(2).`
        : `Look again as root, or as the user of ${process.comm}: only then is seen whether it waits for children.`,
    };
  },
};
