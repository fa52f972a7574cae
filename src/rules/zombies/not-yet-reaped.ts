import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/** Between a death and the wait for it every child is a zombie: the parent waits for it, or is just being told. */
export const notYetReaped: Rule<Zombie> = {
  id: 'zombies/not-yet-reaped',
  severity: 'info',
  title: 'the parent is about to reap its child',
  needs: ['syscall'],
  check({reaper, process}) {
    const wait = reaper?.waits().find(({waitsFor}) => reaper.isWaitedFor(process, waitsFor));
    const sigchld = reaper?.sigchld();
    if (!reaper || !(wait || (sigchld?.pending && !sigchld.blocked))) return undefined;
    const {pid} = reaper.process;
    return {
      certainty: 'likely',
      why: wait
        ? 'Its parent waits for it at this moment, and is about to reap it.'
        : 'Its parent has SIGCHLD pending and not blocked: it is about to be told of the death.',
      evidence: [
        wait
          ? `/proc/${pid}/task/${wait.thread.tid}/syscall: ${wait.doing}`
          : `/proc/${pid}/status: SIGCHLD is pending (ShdPnd) and not blocked in every thread`,
      ],
      remedy: 'Look again a moment later: procdoc zombies --settle 1s.',
    };
  },
};
