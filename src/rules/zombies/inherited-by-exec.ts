import {seenIn} from '../../snapshot/evidence.ts';
import {isFromEarlierProgram} from '../../snapshot/zombies/earlier-program.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {orParentExits} from '../remedies/parent-exit.ts';
import type {Rule} from '../rule.ts';
import {pointing, saying} from '../words/evidence.ts';
import {listed} from '../words/listed.ts';
import {childrenOf, evidenceOfEach, parentName, type Zombies, zombiesListed} from '../words/zombies.ts';

/** How many names of the earlier program a sentence has; a child may have renamed itself. */
const NAMED = 2;

/**
 * The parent exec'd over the program that had forked this child, and the new program knows of no children. A parent
 * that catches SIGCHLD does know of some: its child has rather renamed itself, as workers do.
 */
export const inheritedByExec: Rule<Zombie> = {
  id: 'zombies/inherited-by-exec',
  severity: 'warning',
  title: "the parent never started this child: it exec'd over the program that did",
  claims: 'moment',
  needs: [],
  headline: zombies =>
    `${parentName(zombies[0])} has children that it never started: ${zombiesListed(zombies)}.`,
  check(zombie, alike = [zombie]) {
    const parent = zombie.reaper?.process;
    if (!parent || !isFromEarlierProgram(zombie)) return undefined;
    return {
      why: `Process ${parent.pid} still ran ${earlierNames(alike)} when it forked ${childrenOf(alike)}, then exec'd ${parent.comm}, which doesn't know that it has children.`,
      evidence: [
        ...evidenceOfEach(alike, child => [
          seenIn(child.pid, 'stat', 'comm (2)', child.process.comm),
          pointing(
            saying(
              seenIn(child.pid, 'stat', 'flags (9)', 'PF_FORKNOEXEC'),
              'has PF_FORKNOEXEC: the name is still that of its parent at the fork',
            ),
          ),
        ]),
        seenIn(parent.pid, 'stat', 'comm (2)', parent.comm),
        saying(
          seenIn(parent.pid, 'stat', 'flags (9)', 'no PF_FORKNOEXEC'),
          'lacks PF_FORKNOEXEC: it has called execve',
        ),
      ],
      remedy: orParentExits(
        alike,
        `In the wrapper: wait for its children before it execs ${parent.comm}, or start ${parent.comm} as a child instead.`,
      ),
    };
  },
};

function earlierNames(zombies: Zombies): string {
  return listed([...new Set(zombies.map(({process}) => process.comm))], NAMED, 'or');
}
