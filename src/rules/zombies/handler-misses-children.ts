import type {Zombie} from '../../snapshot/zombie.ts';
import type {Rule} from '../rule.ts';

/** SIGCHLD was delivered, and the zombie is still there: signals of one kind merge, so one may stand for many deaths. */
export const handlerMissesChildren: Rule<Zombie> = {
  id: 'zombies/handler-misses-children',
  severity: 'warning',
  check(zombie) {
    const {reaper} = zombie;
    const sigchld = reaper?.sigchld();
    if (!reaper || !sigchld || sigchld.pending || reaper.waits().length > 0) return undefined;
    const signalfd = sigchld.blocked ? reaper.signalfd() : undefined;
    if (sigchld.disposition !== 'caught' && signalfd === undefined) return undefined;
    const {pid} = reaper.process;
    const taker =
      signalfd === undefined ? 'catches SIGCHLD' : `reads SIGCHLD from a signalfd (fd ${signalfd})`;
    return {
      certainty: zombie.isSettled && reaper.isFullySeen() ? 'proven' : 'likely',
      why: `Its parent ${taker}, has none pending, and did not reap it: it waits once per signal, though several deaths may come as one signal, or not at all.`,
      evidence: [
        signalfd === undefined
          ? `/proc/${pid}/status: SigCgt has SIGCHLD, ShdPnd has not`
          : `/proc/${pid}/fdinfo/${signalfd}: sigmask has SIGCHLD; /proc/${pid}/status: ShdPnd has not`,
        ...(reaper.isFullySeen() ? [`/proc/${pid}/task/*/syscall: no thread waits for children`] : []),
      ],
      remedy:
        'On each SIGCHLD call waitpid(-1, &status, WNOHANG) until it returns 0 or -1. Its next SIGCHLD may then clear these too.',
    };
  },
};
