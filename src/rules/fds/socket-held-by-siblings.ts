import type {SharedConnections} from '../../snapshot/inheritance/shared-connections.ts';
import {listed} from '../listed.ts';
import type {Rule} from '../rule.ts';

/** How many connections and processes are named. */
const NAMED = 4;

/** A connection ends for the peer when the last copy of the socket is closed, wherever that is. */
export const socketHeldBySiblings: Rule<SharedConnections> = {
  id: 'fds/socket-held-by-siblings',
  severity: 'warning',
  title: 'a client gets no end of its connection, because workers have inherited one another’s sockets',
  needs: ['fd', 'net/tcp', 'net/unix'],
  check({parent, ppid, connections}) {
    const [{socket, siblings}] = connections;
    const names = siblings.map(({process}) => `${process.comm} (${process.pid})`);
    const alike =
      connections.length === 1 ? '' : ` So it is with ${connections.length} connections of this family.`;
    return {
      certainty: 'likely',
      why: `The connection ${socket.local}${socket.remote ? ` to ${socket.remote}` : ''} is open in ${siblings.length} children of ${parent ? `${parent.comm} (${ppid})` : ppid}: ${listed(names, NAMED)}. Its client sees the end only when all of them have closed it, or one calls shutdown(2).${alike}`,
      evidence: connections.slice(0, NAMED).map(
        ({target, siblings: holders, others}) =>
          `${target}: ${[...holders, ...others]
            .slice(0, 2 * NAMED)
            .map(({process, descriptor}) => `/proc/${process.pid}/fd/${descriptor.fd}`)
            .join(', ')}`,
      ),
      remedy:
        'In the parent, close each connection after the fork(2) of the worker that serves it; in the worker, close those of the others. A worker that is done calls shutdown(2) before close(2).',
    };
  },
};
