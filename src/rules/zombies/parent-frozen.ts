import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import {freezerText, thawCommand} from '../remedies/thaw.ts';
import type {Rule} from '../rule.ts';
import {weighed} from '../words/evidence.ts';
import {parentName, zombiesListed} from '../words/zombies.ts';

/** A frozen cgroup keeps its processes in the kernel (cgroups(7), v2; the freezer of v1): they run no code and reap nothing. */
export const parentFrozen: Rule<Zombie> = {
  id: 'zombies/parent-frozen',
  severity: 'warning',
  title: "the parent's cgroup is frozen",
  claims: 'moment',
  needs: [],
  headline: zombies => `${parentName(zombies[0])} is frozen and can't reap: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const condition = zombie.reaper?.condition;
    if (condition?.kind !== 'frozen') return undefined;
    return {
      why: `${parentName(zombie)} is frozen by ${freezerText(condition)}, and runs no code until that is thawed.`,
      evidence: weighed(condition.certainty, condition.evidence),
      remedy: orParentExits(
        alike,
        `Find out who froze the cgroup (\`docker pause\`, \`systemctl freeze\`, a checkpoint). To thaw it: ${thawCommand(condition, zombie.process)}.`,
      ),
    };
  },
};
