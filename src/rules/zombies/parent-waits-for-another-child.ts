import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import {reapRemedy} from '../remedies/reap.ts';
import type {Rule} from '../rule.ts';
import {doingText} from '../words/activity.ts';
import {
  childrenOf,
  otherWait,
  parentName,
  severityAtFirst,
  waitElsewhereEvidence,
  waitElsewhereText,
  zombiesListed,
} from '../words/zombies.ts';

/** A thread of the parent waits, but for a certain other child: until that exits, it does not look at this one. */
export const parentWaitsForAnotherChild: Rule<Zombie> = {
  id: 'zombies/parent-waits-for-another-child',
  severity: 'warning',
  title: 'the parent is waiting for a different child',
  claims: 'moment',
  needs: ['syscall'],
  headline: zombies =>
    `${parentName(zombies[0])} is waiting for a different child: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const wait = otherWait(zombie);
    if (!reaper || !wait) return undefined;
    const {pid} = reaper.process;
    // Another thread may wait for this one unseen, or when it continues, and a handler may be about to reap it.
    const isFree = !reaper.activities.isTimeless();
    const mayReap = isFree || (!zombie.isSettled && reaper.sigchld()?.disposition === 'caught');
    return {
      severity: zombie.outlook() === 'may-reap' ? 'info' : severityAtFirst(alike),
      unseen: mayReap ? 'something' : undefined,
      why: `${parentName(zombie)} is blocked in ${doingText(wait.doing)} for ${waitElsewhereText(reaper, wait)}, and looks at no other child until ${wait.waitsFor.kind === 'pid' ? 'that one' : 'a child in that group'} exits.${isFree ? ` Another thread may wait for ${childrenOf(alike)} when it continues.` : ''}`,
      evidence: [waitElsewhereEvidence(reaper, wait)],
      remedy: orParentExits(
        alike,
        `To see what it is waiting for: \`${procdocCommand(reaper.process, 'why', pid)}\`. ${reapRemedy(reaper.process, 'In the program: wait for any child, with waitpid(-1, …).')}`,
      ),
    };
  },
};
