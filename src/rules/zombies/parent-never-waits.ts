import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {neverForks} from '../../snapshot/programs/known-programs.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import {reapRemedyWithoutHandler} from '../remedies/reap.ts';
import type {Rule} from '../rule.ts';
import {stateText} from '../words/activity.ts';
import {grouped} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {setHas, setLacks} from '../words/signal-evidence.ts';
import {notReapedEvidence} from '../words/standing.ts';
import {childrenOf, ofThese, parentName, type Zombies, zombiesListed} from '../words/zombies.ts';

/** The parent doesn't learn of an exit, and no thread of it waits for one. */
export const parentNeverWaits: Rule<Zombie> = {
  id: 'zombies/parent-never-waits',
  severity: 'warning',
  title: "the parent hasn't waited for its child",
  claims: 'lasting',
  needs: ['status', 'syscall'],
  headline: zombies => `${parentName(zombies[0])} hasn't waited for its children: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const sigchld = reaper?.sigchld();
    if (!reaper || !sigchld || reaper.activities.waits().length > 0) return undefined;
    const cameByExec = neverForks(reaper.process);
    return {
      why: cameByExec ? whyByExec(reaper, alike) : whyOf(reaper, alike),
      // Who ran before in this process is only known by the name of the program that runs now.
      unseen: cameByExec ? 'something' : undefined,
      evidence: notReapedEvidence(alike, [
        setLacks(reaper.process, 'SigCgt', SIGCHLD),
        (sigchld.disposition === 'ignored' ? setHas : setLacks)(reaper.process, 'SigIgn', SIGCHLD),
      ]),
      remedy: orParentExits(
        alike,
        cameByExec
          ? `Start ${reaper.process.comm} without exec, so that the shell stays and waits, or let the shell wait for its children first.`
          : reapRemedyWithoutHandler(reaper.process),
      ),
    };
  },
};

function whyOf({process, activities}: Reaper, zombies: Zombies): string {
  const parent = named(process);
  const doing = activities.main()?.doing;
  return doing
    ? `${parent} hasn't waited for ${childrenOf(zombies)}: no SIGCHLD handler, and it is ${stateText(doing)}, not ${doing.kind === 'in-call' ? 'wait()' : 'in wait()'}.`
    : `${parent} has no SIGCHLD handler. What its threads do can't be read, so one of them may be in wait().`;
}

/** A program that starts no children has some only where it was exec'd over the one that did. */
function whyByExec({process}: Reaper, zombies: Zombies): string {
  return `${named(process)} runs a program that starts no children. It was exec'd over the program that did (a shell, for example), and doesn't know about ${ofThese(zombies, childrenOf(zombies), `these ${grouped(zombies.length)} children`)}.`;
}
