import {seenIn} from '../../snapshot/evidence.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {procdocCommand} from '../commands/printed-commands.ts';
import type {Rule} from '../rule.ts';
import {ofThese, parentName, severityAtFirst, zombiesListed} from '../words/zombies.ts';

/** A parent in do_exit(): its program runs no more, and its children go to an adopter once it gets to that. */
export const parentExiting: Rule<Zombie> = {
  id: 'zombies/parent-exiting',
  severity: 'warning',
  title: 'the parent is exiting, and the kernel has not finished with it',
  claims: 'moment',
  needs: [],
  headline: zombies => `${parentName(zombies[0])} is exiting and can't reap: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const {reaper} = zombie;
    const condition = reaper?.condition;
    if (!reaper || condition?.kind !== 'exiting') return undefined;
    const {pid} = reaper.process;
    const parent = parentName(zombie);
    const waitChannel = reaper.process.liveThreads()[0]?.waitChannel();
    const place = waitChannel ? [seenIn(pid, `task/${pid}/wchan`, null, waitChannel)] : [];
    const doing = condition.dumpsCore ? 'writing its core dump' : 'still ending it';
    return {
      severity: severityAtFirst(alike),
      why: `${parent} was killed${condition.dumpsCore ? '' : ' or returned'}, and the kernel is ${doing}${waitChannel ? ` (${waitChannel})` : ''}: its program runs no more and reaps nothing.`,
      evidence: [...condition.evidence, ...place],
      remedy: `Nothing in the program of ${parent} can help now. To see what its exit waits for: \`${procdocCommand(reaper.process, 'why', pid)}\`. When it has exited, init or the nearest subreaper adopts and reaps the ${ofThese(alike, 'zombie', 'zombies')}.`,
    };
  },
};
