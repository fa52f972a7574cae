import type {LeftBehind} from './left-behind.ts';
import type {WaitEvent} from './wait-event.ts';

/** What can be wrong with what a command leaves. */
export const troubles = [
  'left-behind',
  'zombies',
  'locks',
  'listeners',
  'held-output',
  'stopped',
  'core',
] as const;
export type Trouble = (typeof troubles)[number];

/**
 * What is wrong with what a command left, and how often.
 * @param events of the command, and of the orphans that procdoc adopted
 */
export function troublesIn(left: LeftBehind, events: Iterable<WaitEvent>): ReadonlyMap<Trouble, number> {
  const holdings = left.processes.flatMap(({holds}) => holds ?? []);
  const counts: Readonly<Record<Trouble, number>> = {
    'left-behind': left.processes.length,
    zombies: left.zombies.length,
    // A lock that nobody can meet keeps nobody waiting.
    locks: holdings.flatMap(({locks}) => locks.filter(({isOutOfReach}) => !isOutOfReach)).length,
    listeners: holdings.flatMap(({listeners}) => listeners).length,
    'held-output': left.heldOutput.length,
    stopped: left.processes.filter(({process}) => process.stat.state === 'T').length,
    core: [...events].filter(({status}) => status.coreDumped === true).length,
  };
  return new Map(troubles.filter(trouble => counts[trouble] > 0).map(trouble => [trouble, counts[trouble]]));
}
