import {seenIn} from '../../snapshot/evidence.ts';
import type {Zombie} from '../../snapshot/zombies/zombie.ts';
import {lastingIf, saying, type ToldEvidence} from './evidence.ts';
import {named} from './named.ts';
import {noWaitEvidence, type Zombies} from './zombies.ts';

/**
 * That a parent is not waiting for its zombies, and what shows that it stays so: that it has not run since they died, or
 * not between two looks.
 * @param evidence what else shows that it does not reap: how it handles SIGCHLD
 */
export function notReapedEvidence(zombies: Zombies, evidence: readonly ToldEvidence[]): ToldEvidence[] {
  const [{reaper}] = zombies;
  if (!reaper) return [...evidence];
  const stays = zombies.every(zombie => zombie.outlook() === 'stays');
  const seen = [...evidence, ...noWaitEvidence(reaper), ...(stays ? [standstill(zombies)] : [])];
  return lastingIf(stays, seen);
}

/** What shows that the threads of a parent stand still. */
function standstill(zombies: Zombies): ToldEvidence {
  const [first] = zombies;
  const pid = first.reaper?.process.pid ?? 0;
  if (!zombies.every(({hasParentSlept}) => hasParentSlept))
    return saying(
      seenIn(pid, 'task/*/status', 'voluntary_ctxt_switches', 'unchanged'),
      'unchanged at a second look',
    );
  return saying(
    seenIn(pid, 'task/*/sched', 'se.exec_start', `older than that of ${first.pid}`),
    `before ${eldestOf(zombies)} exited: it hasn't run since`,
  );
}

function eldestOf(zombies: Zombies): string {
  const age = ({deadForSeconds}: Zombie) => deadForSeconds ?? 0;
  return named(zombies.reduce((a, b) => (age(b) > age(a) ? b : a)).process);
}
