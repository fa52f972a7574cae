import type {PortAddress} from '../../parse/targets/port-address.ts';
import {occupies} from '../descriptors/addresses.ts';
import {readMachineSockets} from '../descriptors/network-namespaces.ts';
import {openFilesByTarget} from '../descriptors/open-files.ts';
import type {SocketFacts} from '../descriptors/sockets.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** Who listens at a port. */
export interface Listeners {
  /** Whether a socket listens there, whoever has it. */
  readonly isTaken: boolean;
  /** The processes that can be seen to have such a socket, by ascending pid. */
  readonly processes: readonly Process[];
}

/** The processes that have a listening TCP socket, or a UDP socket without a peer, at a port. */
export function listenersAt(snapshot: Snapshot, port: PortAddress): Listeners {
  const links = new Set(
    [...readMachineSockets(snapshot).byInode].flatMap(([inode, socket]) =>
      listensAt(port, socket) ? [`socket:[${inode}]`] : [],
    ),
  );
  if (links.size === 0) return {isTaken: false, processes: []};
  const open = openFilesByTarget(snapshot.others(), link => links.has(link));
  const holders = new Set([...open.values()].flat().map(({process}) => process));
  return {isTaken: true, processes: [...holders].sort((a, b) => a.pid - b.pid)};
}

function listensAt(port: PortAddress, {family, type, state, local}: SocketFacts): boolean {
  if (family === 'unix' || local === null || !occupies(local, port)) return false;
  if (type === 'stream') return state === 'LISTEN' && port.protocol !== 'udp';
  return state === 'UNCONNECTED' && port.protocol !== 'tcp';
}
