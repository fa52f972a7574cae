import {occupies, parseAddress, plainAddress} from '../descriptors/addresses.ts';
import {linkedInode} from '../descriptors/kind.ts';
import type {SocketFacts} from '../descriptors/socket-facts.ts';
import type {Evidence} from '../evidence.ts';
import type {Act, EdgeTarget} from './edge.ts';
import {foundAtOnce, type Search} from './search.ts';
import {holdersOfSocket} from './socket-holders.ts';
import type {WaitEvidence} from './wait-evidence.ts';

/** The sockets of a network namespace. */
export interface Sockets {
  /** Whether these are all of the namespace: no process is in one of which only those are known that say themselves what they are. */
  readonly areAll: boolean;
  readonly byInode: ReadonlyMap<number, SocketFacts>;
  /** The inodes of connected sockets by their type and the addresses that their peers have, with `remote` and `local` exchanged. */
  readonly byMirroredEnds: ReadonlyMap<string, number>;
}

/** The sockets of a network namespace, with its connections by their ends. */
export function indexed(byInode: ReadonlyMap<number, SocketFacts>, areAll = true): Sockets {
  const connected = [...byInode].flatMap(([inode, {type, local, remote}]) =>
    local !== null && remote !== null
      ? [[endsKey(type, {local: plainAddress(remote), remote: plainAddress(local)}), inode] as const]
      : [],
  );
  return {areAll, byInode, byMirroredEnds: new Map(connected)};
}

/** How a socket is waited on, and what shows it. */
export interface SocketUse {
  /** Where what is known of the sockets of its namespace stands. */
  readonly seen: (inode: number, facts: SocketFacts, field: string, value: string) => Evidence;
  /** The link of its descriptor. */
  readonly target: string;
  /** What the other end has to do. */
  readonly act: Act;
  /** The waiter's descriptor. */
  readonly proof: WaitEvidence;
}

/**
 * For a TCP connection, or a connected UDP socket, within one network namespace: the processes that have its other end, or
 * listen for it, or have a UDP socket that is bound there.
 */
export function inetPeer(
  facts: SocketFacts,
  sockets: Sockets,
  {target, act, proof, seen}: SocketUse,
): Search {
  const {type, state, local, remote} = facts;
  if (type === 'seqpacket' || local === null || remote === null)
    return foundAtOnce([], [{kind: 'message', at: local ?? target}]);
  const ends = {local: plainAddress(local), remote: plainAddress(remote)};
  const edge: EdgeTarget = {kind: 'connection', ...ends};
  const isUnderway = state === 'SYN_SENT';
  const isDatagram = type === 'datagram';
  const connected: WaitEvidence = {
    ...seen(linkedInode(target) ?? 0, facts, target, `${ends.local} to ${ends.remote}`),
    shows: {kind: 'tcp-ends', ...ends, isUnderway},
  };
  const mirrored = sockets.byMirroredEnds.get(endsKey(type, ends));
  if (mirrored !== undefined) return holdersOfSocket(mirrored, edge, [proof, connected], [act], {isDatagram});
  const listener = isSameHost(local, remote)
    ? [...sockets.byInode].find(([, other]) => other.type === type && receivesAt(other, remote))
    : undefined;
  if (listener && isDatagram) {
    const [inode, {local: at}] = listener;
    const bound = seen(inode, listener[1], `socket:[${inode}]`, at ?? '');
    return holdersOfSocket(inode, edge, [proof, connected, bound], [act], {certainty: 'likely', isDatagram});
  }
  if (listener) {
    const [inode, {local: at}] = listener;
    const backlog: WaitEvidence = {
      ...seen(inode, listener[1], `socket:[${inode}]`, 'LISTEN'),
      shows: {kind: 'listener', at, lacks: isUnderway ? 'room' : 'accept'},
    };
    return holdersOfSocket(inode, edge, [proof, connected, backlog], ['accepts', act]);
  }
  if (!sockets.areAll) return foundAtOnce([], [{kind: 'peer-unseen', socket: target}]);
  const elsewhere: WaitEvidence = {
    ...seen(linkedInode(target) ?? 0, facts, `local_address ${ends.remote}`, 'none'),
    shows: {kind: 'no-socket'},
  };
  return foundAtOnce([
    {
      process: undefined,
      kind: 'connects-to',
      target: edge,
      fds: [],
      certainty: 'proven',
      isDatagram,
      evidence: [proof, connected, elsewhere],
      acts: [act],
    },
  ]);
}

/** The key of a connection by its two ends. */
function endsKey(
  type: SocketFacts['type'],
  {local, remote}: {readonly local: string; readonly remote: string},
): string {
  return `${type} ${local} ${remote}`;
}

function isSameHost(local: string, remote: string): boolean {
  const [a, b] = [local, remote].map(address => plainAddress(address).replace(/:\d+$/, ''));
  return a === b || (a?.startsWith('127.') === true && b?.startsWith('127.') === true);
}

/** Whether a socket gets what is sent to an address: it listens there, or is a UDP socket without a peer of its own. */
function receivesAt({family, state, local}: SocketFacts, address: string): boolean {
  const wanted = parseAddress(address);
  return (
    family !== 'unix' &&
    (state === 'LISTEN' || state === 'UNCONNECTED') &&
    local !== null &&
    !!wanted &&
    occupies(local, wanted)
  );
}
