import {meansGone, orUndefined, type Read} from '../../kernel/read.ts';
import type {Syscalls, UnixSocket} from '../../kernel/syscalls.ts';
import {type InetSocket, parseNetInet} from '../../parse/sockets/net-inet.ts';
import {parseNetUnix} from '../../parse/sockets/net-unix.ts';
import {decodeText} from '../../parse/text.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Source} from '../source.ts';

/** A socket as the JSON contract has it. */
export interface SocketFacts {
  readonly family: 'inet' | 'inet6' | 'unix';
  readonly type: 'stream' | 'datagram' | 'seqpacket';
  /** As tcp(7) has it; of the others "CONNECTED", "UNCONNECTED" …, of UDP "ESTABLISHED" or "UNCONNECTED"; "BOUND": see Syscalls. */
  readonly state: string;
  readonly local: string | null;
  readonly remote: string | null;
}

/** What the tables of sockets have, of one network namespace or of several. */
export interface SocketTables {
  /** By inode, which is unique across namespaces. */
  readonly byInode: ReadonlyMap<number, SocketFacts>;
  /** TCP sockets that no process has: connections that were closed (TIME_WAIT …), or are not accepted yet. */
  readonly nobodys: readonly InetSocket[];
}

/** "@". */
const AT = 0x40;

const inetTables = [
  ['tcp', 'inet', 'stream'],
  ['tcp6', 'inet6', 'stream'],
  ['udp', 'inet', 'datagram'],
  ['udp6', 'inet6', 'datagram'],
] as const;

/** By snapshot, and in it by network namespace. */
const tablesOf = oncePer((_: Snapshot) => new Map<string, SocketTables>());

/**
 * The sockets of the network namespace that a process is in. They are read by way of the first process in it that
 * is asked about, and kept unless there were none: that process may have just exited.
 */
export function socketsOf(snapshot: Snapshot, {pid}: Process): SocketTables {
  const namespace = orUndefined(snapshot.source.link(`${pid}/ns/net`));
  const known = namespace === undefined ? undefined : tablesOf(snapshot).get(namespace);
  if (known) return known;
  const sockets = readSockets(snapshot.source, pid);
  if (namespace !== undefined && sockets.byInode.size > 0) tablesOf(snapshot).set(namespace, sockets);
  return sockets;
}

/**
 * The sockets of the network namespace a process is in: /proc/PID/net is that of PID. Families that have neither
 * address nor listener worth showing (netlink, packet …) are left out.
 */
function readSockets(source: Source, pid: number): SocketTables {
  const inet = readInetTables(source, pid);
  return {
    byInode: new Map([...openSockets(inet), ...readUnixTable(source, pid)]),
    nobodys: inet.flatMap(({type, sockets}) =>
      type === 'stream' ? sockets.filter(({inode}) => inode === 0) : [],
    ),
  };
}

/**
 * The sockets behind these inodes, of the network namespace that a process is in. A machine may have tens of thousands
 * of unix sockets, so that they are asked for one by one, and their table is read only where that can't be done.
 */
export function readSocketsBehind(
  inodes: readonly number[],
  snapshot: Snapshot,
  process: Process,
  syscalls: Syscalls,
): ReadonlyMap<number, SocketFacts> {
  const asked = inodes.map(inode => [inode, syscalls.unixSocket(inode)] as const);
  const unix = asked.flatMap(([inode, socket]) => {
    const facts = socket.ok ? unixFacts(socket.value) : undefined;
    return facts ? [[inode, facts] as const] : [];
  });
  if (unix.length === inodes.length) return new Map(unix);
  const sockets = new Map([...openSockets(readInetTables(snapshot.source, process.pid)), ...unix]);
  const mayBeUnix = asked.some(
    ([inode, socket]) => !sockets.has(inode) && !isOurs(snapshot, process, socket),
  );
  return mayBeUnix ? new Map([...sockets, ...readUnixTable(snapshot.source, process.pid)]) : sockets;
}

/** Whether an answer is about the network namespace of a process: then an inode that was not found isn't a unix socket. */
function isOurs({source}: Snapshot, {pid}: Process, socket: Read<UnixSocket>): boolean {
  if (socket.ok || !meansGone(socket.errno)) return socket.ok;
  const [own, its] = ['self', pid].map(task => orUndefined(source.link(`${task}/ns/net`)));
  return own !== undefined && own === its;
}

function unixFacts({type, state, name}: UnixSocket): SocketFacts | undefined {
  if (type === 'unknown' || state === 'unknown') return undefined;
  return {family: 'unix', type, state, local: unixName(name), remote: null};
}

/** What a unix socket is bound to, as /proc/net/unix has it: every NUL of an abstract name as "@"; null: to nothing. */
export function unixName(name: UnixSocket['name']): string | null {
  return name === undefined ? null : decodeText(Buffer.from(name.map(byte => byte || AT)));
}

interface InetTable extends Pick<SocketFacts, 'family' | 'type'> {
  readonly sockets: readonly InetSocket[];
}

function readInetTables(source: Source, pid: number): InetTable[] {
  return inetTables.map(([table, family, type]) => {
    const sockets = orUndefined(source.read(`${pid}/net/${table}`, parseNetInet)) ?? [];
    return {family, type, sockets};
  });
}

function openSockets(tables: readonly InetTable[]): [number, SocketFacts][] {
  return tables.flatMap(({family, type, sockets}) =>
    sockets.flatMap(({inode, state, local, remote}): [number, SocketFacts][] =>
      inode === 0 ? [] : [[inode, {family, type, state: stateOf(type, state), local, remote}]],
    ),
  );
}

/** The kernel has the states of TCP for every protocol: a UDP socket that is connected to no peer is in that of no connection. */
function stateOf(type: SocketFacts['type'], state: string): string {
  return type === 'datagram' && state === 'CLOSE' ? 'UNCONNECTED' : state;
}

function readUnixTable(source: Source, pid: number): [number, SocketFacts][] {
  const sockets = orUndefined(source.read(`${pid}/net/unix`, parseNetUnix)) ?? [];
  return sockets.map(({inode, type, state, name}) => [
    inode,
    {family: 'unix', type, state, local: name, remote: null},
  ]);
}
