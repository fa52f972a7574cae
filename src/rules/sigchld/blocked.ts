import type {SigchldCase} from '../../snapshot/sigchld-case.ts';
import type {Rule} from '../rule.ts';

/** A signal mask survives execve(2) too: blocked everywhere and pending, SIGCHLD never arrives. */
export const blocked: Rule<SigchldCase> = {
  id: 'sigchld/blocked',
  severity: 'warning',
  check({process, isStuck}) {
    if (!isStuck()) return undefined;
    return {
      certainty: 'proven',
      why: `${process.comm} has SIGCHLD blocked in every thread, and one is pending: no handler of its runs, and nothing else takes the signal.`,
      evidence: [
        `/proc/${process.pid}/task/*/status: SigBlk has SIGCHLD in every thread`,
        `/proc/${process.pid}/status: ShdPnd has SIGCHLD`,
        `/proc/${process.pid}/fd: no signalfd takes it, no thread is in sigwait`,
      ],
      remedy: `Unblock it in ${process.comm} with sigprocmask(2), or let its launcher clear the mask before execve(2).`,
    };
  },
};
