import {seenIn} from '../../snapshot/evidence.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {doingText, waitTargetText} from '../words/activity.ts';
import {saying} from '../words/evidence.ts';
import {parentName, zombiesListed} from '../words/zombies.ts';

/** A thread of the parent waits, but for a certain other child: until that exits, it does not look at this one. */
export const parentWaitsForAnotherChild: Rule<Zombie> = {
  id: 'zombies/parent-waits-for-another-child',
  severity: 'warning',
  title: 'the parent is waiting for a different child',
  needs: ['syscall'],
  headline: zombies =>
    `${parentName(zombies[0])} is waiting for a different child: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper, process} = zombie;
    const waits = reaper?.activities.waits() ?? [];
    if (!reaper || waits.some(({waitsFor}) => reaper.isWaitedFor(process, waitsFor))) return undefined;
    const [wait] = waits;
    if (!wait) return undefined;
    const {pid} = reaper.process;
    const target = waitTargetText(wait.waitsFor);
    const call = doingText(wait.doing);
    // Another thread may wait for this one unseen, and a handler may be about to reap it.
    const mayReap =
      !reaper.activities.isFullySeen() || (!zombie.isSettled && reaper.sigchld()?.disposition === 'caught');
    return {
      certainty: mayReap ? 'likely' : 'proven',
      why: `${parentName(zombie)} is blocked in ${call} for ${target}, and looks at no other child until ${wait.waitsFor.kind === 'pid' ? 'that one' : 'a child in that group'} exits.`,
      evidence: [saying(seenIn(pid, `task/${wait.thread.tid}/syscall`, call, target), `for ${target}`)],
      remedy: orParentExits(
        alike,
        `To see what it is waiting for: \`procdoc why ${pid}\`. In the program: wait for any child, with waitpid(-1, …).`,
      ),
    };
  },
};
