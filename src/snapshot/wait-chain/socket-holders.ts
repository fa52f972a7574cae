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
      const files = open.linkedTo(link);
      const holding = new Set(files.map(({process}) => process));
      // They are as many as the machine has processes, and are only counted.
      if (holding.size > most + 1) {
        const alike = {kind: 'connects-to', target, fds: [], certainty, evidence: []} as const;
        return {enders: Array.from(holding, process => ({process, ...alike})), others: []};
      }
      const holders = groupBy(files, ({process}) => process);
      const enders = [...holders].map(([process, own]): Ender => {
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
