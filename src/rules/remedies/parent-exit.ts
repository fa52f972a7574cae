import {isInit} from '../../snapshot/pid-namespace.ts';
import {named} from '../words/named.ts';
import {ofThese, type Zombies} from '../words/zombies.ts';

/** A remedy, and what follows if the parent exits: a zombie can't be killed, but its parent can exit. */
export function orParentExits(zombies: Zombies, remedy: string): string {
  const [{reaper}] = zombies;
  if (!reaper) return remedy;
  const parent = named(reaper.process);
  const follows = isInit(reaper.process)
    ? 'every process in its pid namespace is killed'
    : `init or the nearest subreaper adopts and reaps the ${ofThese(zombies, 'zombie', 'zombies')}`;
  return `${remedy} If ${parent} exits, ${follows}.`;
}
