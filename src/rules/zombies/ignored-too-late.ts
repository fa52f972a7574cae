import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/** Ignoring SIGCHLD makes children vanish when they die; it does nothing for those dead already. */
export const ignoredTooLate: Rule<Zombie> = {
  id: 'zombies/ignored-too-late',
  severity: 'warning',
  title: 'SIGCHLD was ignored only after the child had died, so that it stays',
  needs: ['status'],
  check({reaper, tracer}) {
    // The kernel does not reap by itself what is traced, either.
    if (reaper?.sigchld()?.disposition !== 'ignored' || tracer()) return undefined;
    const {pid} = reaper.process;
    return {
      certainty: 'proven',
      why: 'Its parent ignores SIGCHLD, but only since after this child died: the kernel reaps by itself only those that die while it is ignored.',
      evidence: [`/proc/${pid}/status: SigIgn has SIGCHLD, and yet its child is a zombie`],
      remedy:
        'After setting SIG_IGN, call waitpid(-1, NULL, WNOHANG) in a loop once; children that die from now on leave no zombie.',
    };
  },
};
