import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {languageOf} from '../../snapshot/programs/conduct.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import {reapRemedy, WAIT_LOOP} from '../remedies/reap.ts';
import {tryReapingCommand} from '../remedies/try-reaping.ts';
import type {Rule} from '../rule.ts';
import {pointing} from '../words/evidence.ts';
import {missCauseText, nodeAtWork, takerText} from '../words/missed-children.ts';
import {setLacks} from '../words/signal-evidence.ts';
import {childrenOf, noWaitEvidence, ofThese, parentName, zombiesListed} from '../words/zombies.ts';

/** SIGCHLD was delivered, and the zombie is still there: pending signals coalesce, so one may stand for many exits. */
export const handlerMissesChildren: Rule<Zombie> = {
  id: 'zombies/handler-misses-children',
  severity: 'warning',
  title: 'the parent takes SIGCHLD, but misses children',
  claims: 'lasting',
  needs: ['status', 'syscall'],
  headline: zombies =>
    `${parentName(zombies[0])} ${nodeAtWork(zombies[0]) ? "hasn't got to its children yet" : 'handles SIGCHLD, but misses children'}: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const taker = reaper?.sigchldTaker();
    if (!reaper || !taker || reaper.sigchld()?.pending || reaper.activities.waits().length > 0)
      return undefined;
    const {takes, evidence} = takerText(taker, reaper.process);
    const these = ofThese(alike, 'this zombie', 'these zombies');
    // Node is busy, or waits in spawnSync(): no signal changes that.
    const command = languageOf(reaper.process) === 'node' ? undefined : tryReapingCommand(zombie);
    return {
      // A loop that stands still for another child misses nothing: it reaps when it continues.
      severity: nodeAtWork(zombie) ? 'info' : undefined,
      why: `${parentName(zombie)} ${takes}, has none pending, and hasn't reaped ${childrenOf(alike)}. ${missCauseText(reaper, taker, alike)}`,
      // No file shows how a handler goes about it: that it misses children is a conclusion.
      evidence: [...evidence, setLacks(reaper.process, 'ShdPnd', SIGCHLD), ...noWaitEvidence(reaper)].map(
        pointing,
      ),
      remedy: orParentExits(
        alike,
        `${reapRemedy(reaper.process, `On each SIGCHLD, call ${WAIT_LOOP}.`)} ${command ? `A SIGCHLD that isn't for a new exit may clear ${these} now: ${command}.` : `The next SIGCHLD may then clear ${these} too.`}`,
      ),
    };
  },
};
