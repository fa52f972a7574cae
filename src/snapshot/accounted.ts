import type {DescriptorEntry} from '../kernel/syscalls.ts';
import {groupBy} from './group-by.ts';

/**
 * Whether these places in descriptor tables, all that are known of one inode, are all there are: the kernel counts
 * no reference to the open file descriptions beyond them and, of a pipe or FIFO, no description. Then nobody else
 * need be looked at. A mapping, a descriptor on its way or a call at work is a reference too: it can make this false,
 * never true.
 * @param matters the descriptions whose holders are asked for; of a pipe or FIFO, each end matters to the others
 */
export function areAllPlaces(
  places: readonly DescriptorEntry[],
  matters: (description: bigint) => boolean,
): boolean {
  return [...groupBy(places, ({object}) => object).values()].every(ofObject => {
    const ends = new Set(ofObject.flatMap(place => (isEnd(place) ? place.description : [])));
    if (
      ofObject.some(({pipeDescriptions}) => pipeDescriptions !== undefined && pipeDescriptions !== ends.size)
    )
      return false;
    const descriptions = groupBy(ofObject, ({description}) => description);
    return [...descriptions].every(
      ([description, held]) => (ends.size === 0 && !matters(description)) || isHeldByThese(held),
    );
  });
}

function isEnd({pipeDescriptions}: DescriptorEntry): boolean {
  return pipeDescriptions !== undefined;
}

/** Each reference is one of these places; they are looked at one after the other, and so may contradict each other. */
function isHeldByThese(held: readonly DescriptorEntry[]): boolean {
  const places = new Set(held.map(({table, fd}) => `${table} ${fd}`));
  return held.every(({references}) => references === places.size);
}
