import type {SocketFacts} from '../descriptors/sockets.ts';
import type {Act} from './graph.ts';
import {foundAtOnce, type Search} from './search.ts';
import {holdersOfSocket} from './socket-holders.ts';

/** The sockets of a network namespace. */
export interface Sockets {
  readonly byInode: ReadonlyMap<number, SocketFacts>;
  /** The inodes of TCP connections by their addresses as the peer has them: "remote to local". */
  readonly byMirroredEnds: ReadonlyMap<string, number>;
}

/** Those of one of its tables. */
export function indexed(byInode: ReadonlyMap<number, SocketFacts>): Sockets {
  const connected = [...byInode].flatMap(([inode, {type, local, remote}]) =>
    type === 'stream' && local !== null && remote !== null
      ? [[`${plainAddress(remote)} to ${plainAddress(local)}`, inode] as const]
      : [],
  );
  return {byInode, byMirroredEnds: new Map(connected)};
}

/** Of a TCP connection within one network namespace: who has the socket with the mirrored addresses, or listens for it. */
export function inetPeer(
  {type, state, local, remote}: SocketFacts,
  sockets: Sockets,
  target: string,
  proof: string,
  act: Act,
): Search {
  if (type !== 'stream' || local === null || remote === null)
    return foundAtOnce([], [`a message to ${local ?? target}`]);
  const ends = `${plainAddress(local)} to ${plainAddress(remote)}`;
  const mirrored = sockets.byMirroredEnds.get(ends);
  const isUnderway = state === 'SYN_SENT';
  const evidence = [proof, `net/tcp: that is ${isUnderway ? 'being ' : ''}connected from ${ends}`];
  if (mirrored !== undefined) return holdersOfSocket(mirrored, ends, evidence, [act]);
  const listener = isSameHost(local, remote)
    ? [...sockets.byInode].find(([, other]) => listensAt(other, remote))
    : undefined;
  if (listener) {
    const left = isUnderway ? 'has no room left for that connection' : 'has not accepted that connection';
    const backlog = `net/tcp: ${listener[1].local} listens, and ${left}`;
    return holdersOfSocket(listener[0], ends, [...evidence, backlog], ['accepts', act]);
  }
  const elsewhere = `no open socket of this network namespace is at ${plainAddress(remote)}`;
  return foundAtOnce([
    {
      process: undefined,
      kind: 'connects-to',
      target: ends,
      fds: [],
      certainty: 'proven',
      evidence: [...evidence, elsewhere],
      acts: [act],
    },
  ]);
}

/** An IPv4 address that an IPv6 socket has reads as that socket's peer has it. */
function plainAddress(address: string): string {
  return address.replace(/^\[::ffff:([\d.]+)\]/, '$1');
}

function isSameHost(local: string, remote: string): boolean {
  const [a, b] = [local, remote].map(address => plainAddress(address).replace(/:\d+$/, ''));
  return a === b || (a?.startsWith('127.') === true && b?.startsWith('127.') === true);
}

function listensAt({family, state, local}: SocketFacts, address: string): boolean {
  if (family === 'unix' || state !== 'LISTEN' || local === null) return false;
  const [, port] = /:(\d+)$/.exec(address) ?? [];
  return (
    plainAddress(local) === plainAddress(address) || local === `0.0.0.0:${port}` || local === `[::]:${port}`
  );
}
