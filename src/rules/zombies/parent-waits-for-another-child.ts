import {waitTargetText} from '../../snapshot/activity.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import type {Rule} from '../rule.ts';

/** A thread of the parent waits, but for a certain other child: until that ends it does not look at this one. */
export const parentWaitsForAnotherChild: Rule<Zombie> = {
  id: 'zombies/parent-waits-for-another-child',
  severity: 'warning',
  title: 'the parent waits for another child than the one that died',
  needs: ['syscall'],
  check(zombie) {
    const {reaper, process} = zombie;
    const waits = reaper?.waits() ?? [];
    if (!reaper || waits.some(({waitsFor}) => reaper.isWaitedFor(process, waitsFor))) return undefined;
    const [wait] = waits;
    if (!wait) return undefined;
    const {pid} = reaper.process;
    const target = waitTargetText(wait.waitsFor);
    // Another thread may wait for this one unseen, and a handler may be about to reap it.
    const mayReap =
      !reaper.isFullySeen() || (!zombie.isSettled && reaper.sigchld()?.disposition === 'caught');
    return {
      certainty: mayReap ? 'likely' : 'proven',
      why: `Its parent waits in ${wait.doing} for ${target}, and looks at no other child until that ends.`,
      evidence: [`/proc/${pid}/task/${wait.thread.tid}/syscall: ${wait.doing} for ${target}`],
      remedy: `It goes on when ${target} ends; a parent of several children waits for any of them: waitpid(-1, …).`,
    };
  },
};
