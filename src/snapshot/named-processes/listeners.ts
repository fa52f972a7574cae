import type {PortAddress} from '../../parse/targets/port-address.ts';
import {occupies} from '../descriptors/addresses.ts';
import {readMachineSockets} from '../descriptors/network-namespaces.ts';
import {openFilesByTarget} from '../descriptors/open-files.ts';
import {hasPort, type SocketFacts} from '../descriptors/socket-facts.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** Who listens at a port. */
export interface Listeners {
  /** Whether a socket listens there, whoever has it. */
  readonly isTaken: boolean;
  /** The processes that can be seen to have such a socket, by ascending pid. */
  readonly processes: readonly Process[];
}

/** The processes that have a listening TCP socket, or a socket of UDP or UDP-Lite without a peer, at a port. */
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

function listensAt(port: PortAddress, socket: SocketFacts): boolean {
  const {type, protocol, state, local} = socket;
  if (local === null || !hasPort(socket) || !occupies(local, port)) return false;
  return (port.protocol ?? protocol) === protocol && state === (type === 'stream' ? 'LISTEN' : 'UNCONNECTED');
}
