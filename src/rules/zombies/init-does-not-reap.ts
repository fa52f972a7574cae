import {orUndefined} from '../../kernel/read.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import {isInit} from '../../snapshot/pid-namespace.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {adoptionEvidence} from '../words/adoption-evidence.ts';
import {saying, type ToldEvidence} from '../words/evidence.ts';
import {evidenceOfEach, noWaitEvidence, parentName, type Zombies, zombiesListed} from '../words/zombies.ts';

/** PID 1 of a pid namespace, or a subreaper, adopts every orphan below it, and must wait for those too. */
export const initDoesNotReap: Rule<Zombie> = {
  id: 'zombies/init-does-not-reap',
  severity: 'error',
  title: "PID 1 or a subreaper doesn't reap the orphans it adopts",
  needs: ['status', 'syscall'],
  headline: zombies =>
    `${parentName(zombies[0])} doesn't reap the orphans it adopts: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    if (!reaper || reaper.activities.waits().length > 0) return undefined;
    const isPid1 = isInit(reaper.process) === true;
    const isSubreaper = reaper.isSubreaper ?? zombie.looksAdopted();
    if (!isPid1 && !isSubreaper) return undefined;
    const parent = parentName(zombie);
    return {
      certainty: isPid1 && zombie.isSettled && reaper.activities.isFullySeen() ? 'proven' : 'likely',
      why: isPid1
        ? `${parent} is PID 1 of its pid namespace: it adopts every orphan there, and doesn't wait for them.`
        : `${parent} is a child subreaper: it adopts every orphan below it, and doesn't wait for them.`,
      evidence: [
        ...(isPid1 ? initEvidence(reaper) : subreaperEvidence(reaper, alike)),
        ...noWaitEvidence(reaper),
      ],
      remedy: orParentExits(
        alike,
        isPid1
          ? `Run an init that reaps as PID 1: \`docker run --init\`, tini, or shareProcessNamespace. Or in ${reaper.process.comm}: on each SIGCHLD, call waitpid(-1, …, WNOHANG) until it returns 0 or -1.`
          : `In ${reaper.process.comm}: on each SIGCHLD, call waitpid(-1, …, WNOHANG) until it returns 0 or -1, or don't set PR_SET_CHILD_SUBREAPER.`,
      ),
    };
  },
};

function initEvidence({process}: Reaper): ToldEvidence[] {
  const nspids = orUndefined(process.status())?.nspids ?? [];
  return [saying(seenIn(process.pid, 'status', 'NSpid', nspids.join(' ')), 'ends in 1')];
}

function subreaperEvidence({process, isSubreaper}: Reaper, zombies: Zombies): ToldEvidence[] {
  if (!isSubreaper) return evidenceOfEach(zombies, zombie => adoptionEvidence(zombie.process, process));
  const file = `signal_struct of ${process.pid}, read by BPF`;
  return [saying({file, field: 'is_child_subreaper', value: '1'}, 'is set')];
}
