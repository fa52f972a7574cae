import {orUndefined, type Read} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {UnixSocket} from '../../kernel/unix-diag.ts';
import {parseUnixAddress} from '../../parse/sockets/unix-address.ts';
import type {Descriptor} from '../descriptor.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {socketSeen} from '../descriptors/socket-evidence.ts';
import {type SocketFacts, unixName} from '../descriptors/socket-facts.ts';
import {socketsAround} from '../descriptors/socket-neighbours.ts';
import {socketsOf} from '../descriptors/sockets.ts';
import {seenAt, seenIn} from '../evidence.ts';
import {UNIX_SOCKETS} from '../gap-names.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited, AwaitedEnd} from './awaited.ts';
import type {EdgeTarget} from './edge.ts';
import {indexed, inetPeer, type Sockets, type SocketUse} from './inet-peer.ts';
import {foundAtOnce, type Search} from './search.ts';
import {holdersOfSocket} from './socket-holders.ts';
import {listenersAt} from './unix-listeners.ts';
import {linkSeen, type WaitEvidence} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

/**
 * The processes that have the other end of a socket: of a unix socket by sock_diag(7), of a TCP connection within one
 * network namespace by its mirrored addresses. One instance serves all searches, and indexes each namespace once.
 */
export class SocketPeers {
  readonly #snapshot: Snapshot;
  readonly #tables = new Map<ReadonlyMap<number, SocketFacts>, Sockets>();
  readonly #unixSockets = new Map<number, Read<UnixSocket>>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  async search(waiter: Process, {target, descriptor, direction}: AwaitedEnd): Promise<Search> {
    const inode = linkedInode(target) ?? 0;
    const use: SocketUse = {
      target,
      act: direction === 'read' ? 'writes' : 'reads',
      proof: linkSeen(waiter, descriptor.fd, target),
      seen: (socket, facts, field, value) =>
        socketSeen(this.#snapshot, waiter, socket, facts, {field, value}),
    };
    const syscalls = await this.#snapshot.syscalls();
    const unix = this.#unixSockets.get(inode) ?? syscalls.unixSocket(inode);
    this.#unixSockets.set(inode, unix);
    if (unix.ok) return unixPeer(inode, unix.value, use, syscalls);
    const sockets = this.#socketsWith(inode, waiter, descriptor, syscalls);
    const facts = sockets?.byInode.get(inode);
    if (!sockets || !facts) return foundAtOnce([], [{kind: 'socket-unseen', socket: target}]);
    if (facts.state === 'LISTEN') return foundAtOnce([], [{kind: 'connection', at: facts.local ?? target}]);
    if (facts.family === 'unix') {
      this.#snapshot.ledger.note(UNIX_SOCKETS, unix.errno);
      return foundAtOnce([], [{kind: 'peer-unseen', socket: target}]);
    }
    return inetPeer(facts, sockets, use);
  }

  /** For a connection that is being made: a unix socket waits for room in the queue of the listener at its name. */
  async searchListener(waiter: Process, awaited: Awaited & {kind: 'listener'}): Promise<Search> {
    const {target, descriptor, address} = awaited;
    const name = address && parseUnixAddress(address);
    const {byInode} = this.#socketsOf(waiter);
    if (name === undefined && byInode.get(linkedInode(target) ?? 0)?.family !== 'unix')
      return this.search(waiter, {...awaited, kind: 'socket', direction: 'write', watched: false});
    const at = name === undefined ? undefined : unixName(name);
    const unknown = foundAtOnce([], [{kind: 'accept', at: at ?? null, socket: target}]);
    if (name === undefined) return unknown;
    const [listener, another] = listenersAt(this.#snapshot, waiter, name, byInode);
    if (listener === undefined || another !== undefined) return unknown;
    const listening = `socket:[${listener.inode}]`;
    const evidence: WaitEvidence[] = [
      linkSeen(waiter, descriptor.fd, target, {kind: 'connecting-to', name: at ?? ''}),
      {
        ...seenIn(waiter.pid, 'net/unix', listening, 'LISTEN'),
        shows: {kind: 'listener', at: listener.name, lacks: null},
      },
    ];
    // A path may lead elsewhere in another mount namespace; abstract names belong to the network namespace.
    const certainty = name[0] === 0 ? 'proven' : 'likely';
    const ends: EdgeTarget = {kind: 'connection', local: target, remote: listening};
    return holdersOfSocket(listener.inode, ends, evidence, ['accepts'], {role: 'listener', certainty});
  }

  #socketsOf(waiter: Process): Sockets {
    const {byInode} = socketsOf(this.#snapshot, waiter);
    const sockets = this.#tables.get(byInode) ?? indexed(byInode);
    this.#tables.set(byInode, sockets);
    return sockets;
  }

  /** The sockets of the network namespace of a socket, in which its process need not be. */
  #socketsWith(
    inode: number,
    waiter: Process,
    descriptor: Descriptor,
    syscalls: Syscalls,
  ): Sockets | undefined {
    const own = this.#socketsOf(waiter);
    if (own.byInode.has(inode)) return own;
    const around = socketsAround(this.#snapshot, {inode, descriptor}, syscalls);
    return around && indexed(around.byInode, around.areAll);
  }
}

function unixPeer(inode: number, socket: UnixSocket, use: SocketUse, syscalls: Syscalls): Search {
  const {state, peerInode, name} = socket;
  const {target, act, proof} = use;
  if (state === 'LISTEN') return foundAtOnce([], [{kind: 'connection', at: unixName(name) ?? target}]);
  // A receiver of datagrams is connected as soon as another socket has connected to it.
  if (peerInode === undefined && state === 'CONNECTED' && socket.type !== 'datagram')
    return unixListener(inode, use, syscalls);
  if (peerInode === undefined) return foundAtOnce([], [unconnected(socket, use)]);
  const peer = `socket:[${peerInode}]`;
  const paired: WaitEvidence = seenAt('sock_diag', `peer of ${target}`, peer);
  return holdersOfSocket(
    peerInode,
    {kind: 'connection', local: target, remote: peer},
    [proof, paired],
    [act],
  );
}

/** What a unix socket waits for that is not connected. */
function unconnected({type, name}: UnixSocket, {target, act}: SocketUse): WakeUp {
  if (act === 'reads' && type !== 'datagram') return {kind: 'accept', at: null, socket: target};
  return {kind: act === 'reads' ? 'datagram-reader' : 'message', at: unixName(name) ?? target};
}

/** A connection that no process has accepted is in the queue of its listener. */
function unixListener(inode: number, {target, act, proof}: SocketUse, syscalls: Syscalls): Search {
  const all = orUndefined(syscalls.unixSockets()) ?? new Map<number, UnixSocket>();
  const listener = [...all].find(([, {queuedInodes}]) => queuedInodes?.includes(inode));
  if (listener === undefined) return foundAtOnce([], [{kind: 'accept', at: null, socket: target}]);
  const [listening, {name}] = listener;
  const remote = `socket:[${listening}]`;
  const backlog: WaitEvidence = {
    ...seenAt('sock_diag', remote, 'LISTEN'),
    shows: {kind: 'listener', at: unixName(name) ?? null, lacks: 'accept'},
  };
  const ends: EdgeTarget = {kind: 'connection', local: target, remote};
  return holdersOfSocket(listening, ends, [proof, backlog], ['accepts', act], {role: 'listener'});
}
