import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls, UnixSocket} from '../../kernel/syscalls.ts';
import {parseUnixAddress} from '../../parse/sockets/unix-address.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {type SocketFacts, socketsOf, unixName} from '../descriptors/sockets.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited, AwaitedEnd} from './awaited.ts';
import type {Act} from './graph.ts';
import {indexed, inetPeer, type Sockets} from './inet-peer.ts';
import {foundAtOnce, type Search} from './search.ts';
import {holdersOfSocket} from './socket-holders.ts';
import {listenersAt} from './unix-listeners.ts';

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
    const syscalls = await this.#snapshot.syscalls();
    const unix = syscalls.unixSocket(inode);
    if (unix.ok) return unixPeer(inode, unix.value, {target, act, proof, syscalls});
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

  /** Of a connection that is being made: a unix socket waits for room in the queue of who listens at its name. */
  async searchListener(waiter: Process, awaited: Awaited & {kind: 'listener'}): Promise<Search> {
    const {target, descriptor, address} = awaited;
    const name = address && parseUnixAddress(address);
    const {byInode} = this.#socketsOf(waiter);
    if (name === undefined && byInode.get(linkedInode(target) ?? 0)?.family !== 'unix')
      return this.search(waiter, {...awaited, kind: 'socket', direction: 'write', watched: false});
    const at = name === undefined ? '' : ` at ${unixName(name)}`;
    const unsaid = foundAtOnce([], [`a listener${at} to accept its connection`]);
    if (name === undefined) return unsaid;
    const [listener, another] = listenersAt(this.#snapshot, waiter, name, byInode);
    if (listener === undefined || another !== undefined) return unsaid;
    const evidence = [
      `/proc/${waiter.pid}/fd/${descriptor.fd} is ${target}, being connected to ${unixName(name)}`,
      `net/unix: socket:[${listener.inode}] listens at ${listener.name}`,
    ];
    // A path may lead elsewhere in another mount namespace; abstract names are the network namespace's.
    const certainty = name[0] === 0 ? 'proven' : 'likely';
    const ends = `${target} to socket:[${listener.inode}]`;
    return holdersOfSocket(listener.inode, ends, evidence, ['accepts'], {role: 'the listener', certainty});
  }

  #socketsOf(waiter: Process): Sockets {
    const {byInode} = socketsOf(this.#snapshot, waiter);
    const sockets = this.#tables.get(byInode) ?? indexed(byInode);
    this.#tables.set(byInode, sockets);
    return sockets;
  }
}

/** How a socket is waited on, and what shows it. */
interface Use {
  readonly target: string;
  /** What the other end has to do. */
  readonly act: Act;
  readonly proof: string;
  readonly syscalls: Syscalls;
}

function unixPeer(inode: number, socket: UnixSocket, use: Use): Search {
  const {state, peerInode, name} = socket;
  const {target, act, proof} = use;
  if (state === 'LISTEN') return foundAtOnce([], [`a connection to ${unixName(name) ?? target}`]);
  if (peerInode === undefined && state === 'CONNECTED') return unixListener(inode, use);
  if (peerInode === undefined) return foundAtOnce([], [unpairedText(socket, target, act)]);
  const evidence = [proof, `sock_diag: its peer is socket:[${peerInode}]`];
  return holdersOfSocket(peerInode, `${target} to socket:[${peerInode}]`, evidence, [act]);
}

/** What a unix socket waits for that is not connected. */
function unpairedText({type, name}: UnixSocket, target: string, act: Act): string {
  if (act === 'reads' && type !== 'datagram') return `someone to accept its connection on ${target}`;
  const own = unixName(name) ?? target;
  return act === 'reads' ? `someone to read what it sends through ${own}` : `a message on ${own}`;
}

/** Of a connection that nobody has accepted yet: it stands in the queue of who listens. */
function unixListener(inode: number, {target, act, proof, syscalls}: Use): Search {
  const all = orUndefined(syscalls.unixSockets()) ?? new Map<number, UnixSocket>();
  const listener = [...all].find(([, {queuedInodes}]) => queuedInodes?.includes(inode));
  if (listener === undefined) return foundAtOnce([], [`someone to accept its connection on ${target}`]);
  const [listening, {name}] = listener;
  const backlog = `sock_diag: socket:[${listening}] listens at ${unixName(name) ?? 'no name'}, and has not accepted that connection`;
  const ends = `${target} to socket:[${listening}]`;
  return holdersOfSocket(listening, ends, [proof, backlog], ['accepts', act], {role: 'the listener'});
}
