import type {UnixSocket} from '../../kernel/syscalls.ts';
import {linkedInode} from '../descriptor-kind.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type SocketFacts, unixName} from '../sockets.ts';
import type {AwaitedEnd} from './awaited.ts';
import type {Act} from './graph.ts';
import {type Ender, foundAtOnce, type Search} from './search.ts';

/** The sockets of a network namespace. */
interface Sockets {
  readonly byInode: ReadonlyMap<number, SocketFacts>;
  /** The inodes of TCP connections by their addresses as the peer has them: "remote to local". */
  readonly byMirroredEnds: ReadonlyMap<string, number>;
}

/**
 * Who has the other end of a socket: of a unix socket by sock_diag(7), of a TCP connection within one network
 * namespace by the mirrored addresses. One for all searches, so that those are looked up once a namespace.
 */
export class SocketPeers {
  readonly #snapshot: Snapshot;
  readonly #tables = new Map<ReadonlyMap<number, SocketFacts>, Sockets>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  async search(waiter: Process, {target, descriptor, direction}: AwaitedEnd): Promise<Search> {
    const act = direction === 'read' ? 'writes' : 'reads';
    const inode = linkedInode(target) ?? 0;
    const proof = `/proc/${waiter.pid}/fd/${descriptor.fd} is ${target}`;
    const unix = (await this.#snapshot.syscalls()).unixSocket(inode);
    if (unix.ok) return unixPeer(unix.value, target, proof, act);
    const sockets = this.#socketsOf(waiter);
    const facts = sockets.byInode.get(inode);
    if (facts === undefined)
      return foundAtOnce([], [`what comes through ${target}, of which nothing was seen`]);
    if (facts.state === 'LISTEN') return foundAtOnce([], [`a connection to ${facts.local ?? target}`]);
    if (facts.family === 'unix') {
      this.#snapshot.ledger.note('unix sockets', unix.errno);
      return foundAtOnce([], [`the peer of ${target}, which was not seen`]);
    }
    return inetPeer(facts, sockets, target, proof, act);
  }

  #socketsOf(waiter: Process): Sockets {
    const {byInode} = this.#snapshot.socketsOf(waiter);
    const sockets = this.#tables.get(byInode) ?? indexed(byInode);
    this.#tables.set(byInode, sockets);
    return sockets;
  }
}

function unixPeer(socket: UnixSocket, target: string, proof: string, act: Act): Search {
  const {state, peerInode, name} = socket;
  if (state === 'LISTEN') return foundAtOnce([], [`a connection to ${unixName(name) ?? target}`]);
  if (peerInode === undefined) return foundAtOnce([], [unpairedText(socket, target, act)]);
  const evidence = [proof, `sock_diag: its peer is socket:[${peerInode}]`];
  return holdersOfSocket(peerInode, `${target} to socket:[${peerInode}]`, evidence, [act]);
}

/** What a unix socket waits for that has no peer, or not yet. */
function unpairedText({type, state, name}: UnixSocket, target: string, act: Act): string {
  const isDatagram = type === 'datagram';
  if (state === 'CONNECTED' || (act === 'reads' && !isDatagram))
    return `someone to accept its connection on ${target}`;
  const own = unixName(name) ?? target;
  return act === 'reads' ? `someone to read what it sends through ${own}` : `a message on ${own}`;
}

function indexed(byInode: ReadonlyMap<number, SocketFacts>): Sockets {
  const connected = [...byInode].flatMap(([inode, {type, local, remote}]) =>
    type === 'stream' && local !== null && remote !== null
      ? [[`${plainAddress(remote)} to ${plainAddress(local)}`, inode] as const]
      : [],
  );
  return {byInode, byMirroredEnds: new Map(connected)};
}

function inetPeer(
  {type, local, remote}: SocketFacts,
  sockets: Sockets,
  target: string,
  proof: string,
  act: Act,
): Search {
  if (type !== 'stream' || local === null || remote === null)
    return foundAtOnce([], [`a message to ${local ?? target}`]);
  const ends = `${plainAddress(local)} to ${plainAddress(remote)}`;
  const mirrored = sockets.byMirroredEnds.get(ends);
  const evidence = [proof, `net/tcp: that is connected from ${ends}`];
  if (mirrored !== undefined) return holdersOfSocket(mirrored, ends, evidence, [act]);
  const listener = isSameHost(local, remote)
    ? [...sockets.byInode].find(([, other]) => listensAt(other, remote))
    : undefined;
  if (listener) {
    const backlog = `net/tcp: ${listener[1].local} listens, and has not accepted that connection`;
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

/** Every process that has a socket open: its inode names it, since a socket cannot be opened anew. */
function holdersOfSocket(
  inode: number,
  target: string,
  evidence: readonly string[],
  acts: readonly Act[],
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
          certainty: 'proven',
          evidence: [...evidence, held],
          acts,
        };
      });
      return {enders, others: enders.length === 0 ? [`its peer ${link}, whose process was not seen`] : []};
    },
  };
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
