import {seenIn} from '../../snapshot/evidence.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {grouped} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {evidenceOfEach, ofThese, parentName, zombiesListed} from '../words/zombies.ts';

/** The parent is outside of this pid namespace, or hidden: what it does about its children isn't visible from here. */
export const parentNotVisible: Rule<Zombie> = {
  id: 'zombies/parent-not-visible',
  severity: 'info',
  title: "the zombie's parent isn't visible from here",
  claims: 'moment',
  needs: [],
  headline: zombies => `The parent isn't visible from here: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper, process} = zombie;
    if (reaper?.sigchld()) return undefined;
    const {ppid} = process.stat;
    const zombies = ofThese(alike, named(process), `these ${grouped(alike.length)} zombies`);
    return {
      unseen: 'what-decides',
      why:
        ppid === 0
          ? `The parent of ${zombies} is outside of this pid namespace. Why it doesn't wait isn't visible from here.`
          : `The parent of ${zombies}, ${parentName(zombie)}, can't be read. Why it doesn't wait isn't visible from here.`,
      evidence: evidenceOfEach(alike, ({pid}) => seenIn(pid, 'stat', 'ppid (4)', ppid)),
      remedy: orParentExits(
        alike,
        ppid === 0
          ? 'Look from the host: run `procdoc zombies` there.'
          : 'Look as root, or on a /proc that is mounted without hidepid.',
      ),
    };
  },
};
