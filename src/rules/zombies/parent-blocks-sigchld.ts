import type {Zombie} from '../../snapshot/zombie.ts';
import type {Rule} from '../rule.ts';

/** SIGCHLD blocked in every thread and pending: the news of the death arrived and nobody takes it. */
export const parentBlocksSigchld: Rule<Zombie> = {
  id: 'zombies/parent-blocks-sigchld',
  severity: 'warning',
  check({reaper}) {
    const sigchld = reaper?.sigchld();
    if (!reaper || !sigchld?.blocked || !sigchld.pending) return undefined;
    const {pid} = reaper.process;
    const evidence = [
      `/proc/${pid}/task/*/status: SigBlk has SIGCHLD in every thread`,
      `/proc/${pid}/status: SIGCHLD is pending (ShdPnd)`,
    ];
    const signalfd = reaper.signalfd();
    if (signalfd !== undefined) {
      return {
        certainty: 'proven',
        why: `Its parent takes SIGCHLD through a signalfd (fd ${signalfd}), and has not read it since: the signal lies there unread.`,
        evidence: [...evidence, `/proc/${pid}/fdinfo/${signalfd}: sigmask has SIGCHLD`],
        remedy: `See why it does not get to read fd ${signalfd} (procdoc sigchld ${pid}); after each read it must call waitpid(-1, …, WNOHANG) until that finds nothing.`,
      };
    }
    const inSigwait = reaper.activities().find(({doing}) => doing === 'rt_sigtimedwait');
    return {
      certainty: 'proven',
      why: inSigwait
        ? `Its parent blocks SIGCHLD and waits for signals in sigwait (thread ${inSigwait.thread.tid}), but not for this one.`
        : 'Its parent has SIGCHLD blocked in every thread: the signal is pending and its handler never runs. A mask survives execve(2), so whoever started it may have set it.',
      evidence,
      remedy: inSigwait
        ? 'Add SIGCHLD to the set it gives to sigwait(3), and reap in a loop when it arrives.'
        : `Unblock SIGCHLD in it (sigprocmask), or reset the mask in what starts it before execve(2); procdoc sigchld ${pid} shows who else has it blocked.`,
    };
  },
};
