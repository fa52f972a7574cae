import {seenIn} from '../../snapshot/evidence.ts';
import type {Reaper} from '../../snapshot/zombies/reaper.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {lookAgainCommand} from '../commands/printed-commands.ts';
import type {Rule} from '../rule.ts';
import {doingText, stateText} from '../words/activity.ts';
import {pointing, saying, type ToldEvidence} from '../words/evidence.ts';
import {named} from '../words/named.ts';
import {childrenOf, parentName, type Zombies, zombiesListed} from '../words/zombies.ts';

/** A parent that wakes up by itself may wait for its children then; one that was seen to wait for some will again. */
export const parentPolls: Rule<Zombie> = {
  id: 'zombies/parent-polls',
  severity: 'info',
  title: "the parent looks after its children from time to time, and hasn't yet",
  claims: 'moment',
  needs: [],
  headline: zombies => `${parentName(zombies[0])} hasn't got to its children yet: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    if (!reaper || !mayPoll(reaper) || !['reaps', 'may-reap'].includes(zombie.outlook())) return undefined;
    return {
      why: whyOf(reaper, alike),
      // What a program does next is nothing that the kernel shows.
      evidence: [...doingEvidence(reaper), countersEvidence(reaper)].map(pointing),
      remedy: `Look again later: ${lookAgainCommand(reaper.process, 'zombies', '--parent', reaper.process.pid)}. What stays is a fault, and is then reported as one.`,
    };
  },
};

/** A handler runs at once: what it leaves is not waited for later, unless the program is too busy, or was seen to reap. */
function mayPoll(reaper: Reaper): boolean {
  const {blockage, activities, reaping} = reaper;
  if (blockage) return blockage.kind === 'unclear' && blockage.may === 'poll';
  if (activities.waits().length > 0) return reaping === 'reaps';
  const isBusy = activities.all.some(({doing}) => doing?.kind === 'running');
  return !reaper.sigchldTaker() || isBusy || reaping === 'reaps';
}

function whyOf({process, activities, reaping}: Reaper, zombies: Zombies): string {
  const [parent, children] = [named(process), childrenOf(zombies)];
  if (reaping === 'reaps')
    return `${parent} reaps: between two looks, it waited for a child. It hasn't got to ${children} yet.`;
  const doing = activities.main()?.doing;
  const before = process.stat.awaitedChildren > 0 ? ' This process has waited for children before.' : '';
  return `${parent} is ${doing ? stateText(doing) : "asleep or running, which can't be read,"} and may wait for ${children} when it continues.${before}`;
}

function doingEvidence({process, activities}: Reaper): ToldEvidence[] {
  const main = activities.main();
  return main ? [seenIn(process.pid, `task/${main.thread.tid}/syscall`, null, doingText(main.doing))] : [];
}

/** The counters of proc_pid_stat(5) of the children that a process has waited for, also before it called execve(2). */
function countersEvidence({process: {pid, stat}, reaping}: Reaper): ToldEvidence {
  const {awaitedChildren: sum} = stat;
  const shows =
    reaping === 'reaps' ? ', and more at a second look' : sum > 0 ? ': it has waited for children' : '';
  return saying(seenIn(pid, 'stat', 'cminflt to cstime (11, 13, 16, 17)', sum), `${sum} in all${shows}`);
}
