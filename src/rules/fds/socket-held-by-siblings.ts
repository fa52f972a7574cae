import {seenIn} from '../../snapshot/evidence.ts';
import type {SharedConnection, SharedConnections} from '../../snapshot/inheritance/shared-connections.ts';
import type {Rule} from '../rule.ts';
import {pointing, saying, type ToldEvidence} from '../words/evidence.ts';
import {grouped, listed} from '../words/listed.ts';
import {named} from '../words/named.ts';

/** How many connections and processes are named. */
const NAMED = 4;

/** The peer of a connection sees EOF when the last copy of the socket is closed, in whatever process that is. */
export const socketHeldBySiblings: Rule<SharedConnections> = {
  id: 'fds/socket-held-by-siblings',
  severity: 'warning',
  title: 'a client connection stays open because several workers hold the socket',
  claims: 'moment',
  needs: ['fd', 'net/tcp', 'net/unix'],
  headline(families) {
    const count = families.flatMap(({connections}) => connections).length;
    const stay = count === 1 ? 'A client connection stays' : `${count} client connections stay`;
    return `${stay} open in several children of ${listed(families.map(parentOf), NAMED)}.`;
  },
  check(family) {
    const [{socket, siblings}, ...more] = family.connections;
    const connection = `${socket.local}${socket.remote ? ` to ${socket.remote}` : ''}`;
    const names = siblings.map(({process}) => named(process));
    const others = `${grouped(more.length)} more ${more.length === 1 ? 'connection' : 'connections'}`;
    return {
      why: `The connection ${connection} is open in ${grouped(siblings.length)} children of ${parentOf(family)}: ${listed(names, NAMED)}. Its client sees EOF only when all of them close it, or one calls shutdown(2).${more.length === 0 ? '' : ` The same is true of ${others}.`}`,
      evidence: family.connections.slice(0, NAMED).map(placesOf),
      remedy:
        'In the parent, close each connection after the fork(2) of the worker that serves it; in a worker, close the connections of the others. A worker that is done calls shutdown(2) before close(2).',
    };
  },
};

function parentOf({parent, ppid}: SharedConnections): string {
  return parent ? named(parent) : String(ppid);
}

function placesOf({target, siblings: [first, ...siblings], others}: SharedConnection): ToldEvidence {
  const places = [...siblings, ...others]
    .slice(0, 2 * NAMED - 1)
    .map(({process, descriptor}) => `/proc/${process.pid}/fd/${descriptor.fd}`);
  const link = seenIn(first.process.pid, `fd/${first.descriptor.fd}`, null, target);
  return pointing(saying(link, `${target}, as in ${places.join(', ')}`));
}
