import type {Sigchld} from '../../snapshot/signals/sigchld.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule, Verdict} from '../rule.ts';

/** SIGCHLD was delivered, and the zombie is still there: signals of one kind merge, so one may stand for many deaths. */
export const handlerMissesChildren: Rule<Zombie> = {
  id: 'zombies/handler-misses-children',
  severity: 'warning',
  title: 'the SIGCHLD handler reaps one child a signal, and signals merge',
  needs: ['status', 'syscall'],
  check(zombie) {
    const {reaper} = zombie;
    const sigchld = reaper?.sigchld();
    if (!reaper || !sigchld || sigchld.pending || reaper.waits().length > 0) return undefined;
    const taker = takerOf(reaper, sigchld);
    if (!taker) return undefined;
    const {pid} = reaper.process;
    return {
      certainty: zombie.isSettled && reaper.isFullySeen() ? taker.certainty : 'likely',
      why: `Its parent ${taker.takes}, has none pending, and did not reap it: it waits once per signal, though several deaths may come as one signal, or not at all.`,
      evidence: [
        ...taker.evidence,
        ...(reaper.isFullySeen() ? [`/proc/${pid}/task/*/syscall: no thread waits for children`] : []),
      ],
      remedy:
        'On each SIGCHLD call waitpid(-1, &status, WNOHANG) until it returns 0 or -1. Its next SIGCHLD may then clear these too.',
    };
  },
};

/** What in a parent gets SIGCHLD when it comes: it "catches SIGCHLD". */
type Taker = Pick<Verdict, 'certainty' | 'evidence'> & {readonly takes: string};

function takerOf(reaper: Reaper, {disposition, blocked}: Sigchld): Taker | undefined {
  const {pid} = reaper.process;
  const signalfd = blocked ? reaper.signalfd() : undefined;
  if (signalfd !== undefined)
    return {
      takes: `reads SIGCHLD from a signalfd (fd ${signalfd})`,
      certainty: 'proven',
      evidence: [`/proc/${pid}/fdinfo/${signalfd}: sigmask has SIGCHLD; /proc/${pid}/status: ShdPnd has not`],
    };
  if (disposition === 'caught')
    return {
      takes: 'catches SIGCHLD',
      certainty: 'proven',
      evidence: [`/proc/${pid}/status: SigCgt has SIGCHLD, ShdPnd has not`],
    };
  const tid = reaper.sigwaiter()?.tid;
  if (tid === undefined) return undefined;
  return {
    takes: `waits for SIGCHLD in sigwait (thread ${tid})`,
    certainty: 'likely',
    evidence: [
      `/proc/${pid}/task/${tid}/syscall: rt_sigtimedwait; of its SigBlk the kernel has taken SIGCHLD out, as it does for what is waited for`,
      `/proc/${pid}/status: ShdPnd has no SIGCHLD`,
    ],
  };
}
