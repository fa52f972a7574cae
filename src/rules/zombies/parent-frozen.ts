import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {letRun} from '../remedies/let-run.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {weighed} from '../words/evidence.ts';
import {freezerText} from '../words/stall.ts';
import {parentName, severityAtFirst, zombiesListed} from '../words/zombies.ts';

/** A frozen cgroup keeps its processes in the kernel (cgroups(7), v2; the freezer of v1): they run no code and reap nothing. */
export const parentFrozen: Rule<Zombie> = {
  id: 'zombies/parent-frozen',
  severity: 'warning',
  title: "the parent's cgroup is frozen",
  claims: 'moment',
  needs: [],
  headline: zombies => `${parentName(zombies[0])} is frozen and can't reap: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const condition = reaper?.condition;
    if (!reaper || condition?.kind !== 'frozen') return undefined;
    return {
      severity: severityAtFirst(alike),
      why: `${parentName(zombie)} is frozen by ${freezerText(condition)}, and runs no code until that is thawed.`,
      evidence: weighed(condition.certainty, condition.evidence),
      remedy: orParentExits(alike, letRun(reaper.process, condition)),
    };
  },
};
