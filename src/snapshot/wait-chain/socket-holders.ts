import {groupBy} from '../group-by.ts';
import type {Act, EdgeTarget} from './edge.ts';
import type {Ender, Search} from './search.ts';
import {linkSeen, type WaitEvidence} from './wait-evidence.ts';
import type {SocketRole} from './wake-up.ts';

/** What is known of the socket: what it is to the waiter, how sure that is, and whether it is one of UDP. */
interface HoldersAsked extends Pick<Ender, 'isDatagram'> {
  readonly role?: SocketRole;
  readonly certainty?: Ender['certainty'];
}

/**
 * Every process that has a socket open: its inode is enough to know it by, since a socket cannot be opened again.
 * @param acts what any of the processes has to do, one act after the other
 */
export function holdersOfSocket(
  inode: number,
  target: EdgeTarget,
  evidence: readonly WaitEvidence[],
  acts: readonly Act[],
  {role = 'peer', certainty = 'proven', isDatagram}: HoldersAsked = {},
): Search {
  const link = `socket:[${inode}]`;
  return {
    link,
    find(open, most) {
      const holders = groupBy(open.linkedTo(link), ({process}) => process);
      const isShown = holders.size <= most + 1;
      const enders = [...holders].map(([process, own]): Ender => {
        if (!isShown) return {process, kind: 'connects-to', target, fds: [], certainty, evidence: []};
        const fds = own.map(({descriptor}) => descriptor.fd);
        const held = linkSeen(process, fds[0] ?? -1, link);
        return {
          process,
          kind: 'connects-to',
          target,
          fds,
          certainty,
          isDatagram,
          evidence: [...evidence, held],
          acts,
        };
      });
      return {
        enders,
        others: enders.length === 0 ? [{kind: 'socket-holder-unseen', role, socket: link}] : [],
      };
    },
  };
}
