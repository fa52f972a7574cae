import {isInit} from '../../snapshot/pid-namespace.ts';
import {languageOf} from '../../snapshot/programs/conduct.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import {WAIT_LOOP} from '../remedies/reap.ts';
import type {Rule} from '../rule.ts';
import {adoptedEvidence} from '../words/adoption-evidence.ts';
import {notReapedEvidence} from '../words/standing.ts';
import {
  childrenOf,
  otherWait,
  parentName,
  waitElsewhereEvidence,
  waitElsewhereText,
  zombiesListed,
} from '../words/zombies.ts';

/** PID 1 of a pid namespace, or a subreaper, adopts every orphan below it, and must wait for those too. */
export const initDoesNotReap: Rule<Zombie> = {
  id: 'zombies/init-does-not-reap',
  severity: 'error',
  title: "PID 1 or a subreaper doesn't reap the orphans it adopts",
  claims: 'lasting',
  needs: ['status', 'syscall'],
  headline: zombies =>
    `${parentName(zombies[0])} doesn't reap the orphans it adopts: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    if (!reaper || reaper.sigchld()?.pending) return undefined;
    const isPid1 = isInit(reaper.process) === true;
    const isSubreaper = reaper.isSubreaper ?? zombie.looksAdopted();
    if (!isPid1 && !isSubreaper) return undefined;
    const wait = otherWait(zombie);
    // A subreaper that waits for one child may have started the others itself.
    if (reaper.activities.waits().length > 0 && !(isPid1 && wait)) return undefined;
    const parent = parentName(zombie);
    const {comm} = reaper.process;
    // In a program with a runtime, a wait for any child would take those of its own library.
    const orItself = languageOf(reaper.process) ? '' : ` Or in ${comm}: on each SIGCHLD, call ${WAIT_LOOP}.`;
    const adopts = isPid1
      ? `${parent} is PID 1 of its pid namespace: it adopts every orphan there,`
      : `${parent} is a child subreaper: it adopts every orphan below it,`;
    return {
      why: wait
        ? `${adopts} and waits only for ${waitElsewhereText(reaper, wait)}. It started ${childrenOf(alike)} itself, or adopted ${alike.length === 1 ? 'it' : 'them'}: that wait frees neither.`
        : `${adopts} and doesn't wait for them.`,
      unseen: wait && !alike.every(one => one.looksAdopted()) ? 'something' : undefined,
      evidence: notReapedEvidence(alike, [
        ...adoptedEvidence(reaper, alike),
        ...(wait ? [waitElsewhereEvidence(reaper, wait)] : []),
      ]),
      remedy: orParentExits(
        alike,
        isPid1
          ? `Run an init that reaps as PID 1: \`docker run --init\`, tini, or shareProcessNamespace.${orItself}`
          : `Don't set PR_SET_CHILD_SUBREAPER in ${comm}.${orItself}`,
      ),
    };
  },
};
