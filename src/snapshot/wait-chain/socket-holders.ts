import {groupBy} from '../group-by.ts';
import type {Act} from './graph.ts';
import type {Ender, Search} from './search.ts';

/**
 * Every process that has a socket open: its inode names it, since a socket cannot be opened anew.
 * @param acts what any of them has to do, one after the other
 */
export function holdersOfSocket(
  inode: number,
  target: string,
  evidence: readonly string[],
  acts: readonly Act[],
  {role = 'its peer', certainty = 'proven'}: {role?: string; certainty?: Ender['certainty']} = {},
): Search {
  const link = `socket:[${inode}]`;
  return {
    link,
    find(open) {
      const holders = groupBy(open.get(link) ?? [], ({process}) => process);
      const enders = [...holders].map(([process, own]): Ender => {
        const fds = own.map(({descriptor}) => descriptor.fd);
        const held = `/proc/${process.pid}/fd/${fds[0]} is ${link}`;
        return {
          process,
          kind: 'connects-to',
          target,
          fds,
          certainty,
          evidence: [...evidence, held],
          acts,
        };
      });
      return {enders, others: enders.length === 0 ? [`${role} ${link}, whose process was not seen`] : []};
    },
  };
}
