import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/** SIGCHLD blocked in every thread and pending: the news of the death arrived and nobody takes it. */
export const parentBlocksSigchld: Rule<Zombie> = {
  id: 'zombies/parent-blocks-sigchld',
  severity: 'warning',
  title: 'the parent blocks SIGCHLD and so is not told of the death',
  needs: ['status', 'fd'],
  check(zombie) {
    const {reaper} = zombie;
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
    if (inSigwait) {
      return {
        certainty: 'proven',
        why: `Its parent blocks SIGCHLD and waits for signals in sigwait (thread ${inSigwait.thread.tid}), but not for this one.`,
        evidence,
        remedy: 'Add SIGCHLD to the set it gives to sigwait(3), and reap in a loop when it arrives.',
      };
    }
    const caught = sigchld.disposition === 'caught';
    const unseen = reaper.isSignalfdSeen ? '' : ' (Whether it has a signalfd for it may not be seen.)';
    return {
      // A program with a handler may block the signal for a moment, around a fork(2) say.
      certainty: reaper.isSignalfdSeen && (zombie.isSettled || !caught) ? 'proven' : 'likely',
      why: `Its parent has SIGCHLD blocked in every thread: the signal is pending and ${caught ? 'its handler never runs' : 'nothing takes it'}.${unseen} A mask survives execve(2), so whoever started it may have set it.`,
      evidence,
      remedy: caught
        ? 'Unblock SIGCHLD in it (sigprocmask), or reset the mask in what starts it before execve(2).'
        : 'Reset the mask in it (sigprocmask), or in what starts it before execve(2), and have it call waitpid(2) for each child: it has no SIGCHLD handler either.',
    };
  },
};
