import {orUndefined} from '../../kernel/read.ts';
import {type InetSocket, parseNetInet} from '../../parse/sockets/net-inet.ts';
import {parseNetNetlink} from '../../parse/sockets/net-netlink.ts';
import {parseNetPacket} from '../../parse/sockets/net-packet.ts';
import {parseNetUnix} from '../../parse/sockets/net-unix.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Source} from '../source.ts';
import {inetFacts, netlinkFacts, packetFacts, type SocketFacts, unixLineFacts} from './socket-facts.ts';

/** What the tables of sockets have, of one network namespace or of several. */
export interface SocketTables {
  /** By inode, which is unique across namespaces. */
  readonly byInode: ReadonlyMap<number, SocketFacts>;
  /** TCP sockets that no process has: connections that were closed (TIME_WAIT …), or are not accepted yet. */
  readonly nobodys: readonly InetSocket[];
}

const inetTables = [
  ['tcp', 'inet', 'stream', 'tcp'],
  ['tcp6', 'inet6', 'stream', 'tcp'],
  ['udp', 'inet', 'datagram', 'udp'],
  ['udp6', 'inet6', 'datagram', 'udp'],
  ['udplite', 'inet', 'datagram', 'udplite'],
  ['udplite6', 'inet6', 'datagram', 'udplite'],
  ['icmp', 'inet', 'datagram', 'icmp'],
  ['icmp6', 'inet6', 'datagram', 'icmpv6'],
  ['raw', 'inet', 'raw', null],
  ['raw6', 'inet6', 'raw', null],
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

/** The sockets of the network namespace a process is in: /proc/PID/net is that of PID. */
function readSockets(source: Source, pid: number): SocketTables {
  const inet = readInetTables(source, pid);
  return {
    byInode: new Map([...openSockets(inet), ...readLinkTables(source, pid), ...readUnixTable(source, pid)]),
    nobodys: inet.flatMap(({type, sockets}) =>
      type === 'stream' ? sockets.filter(({inode}) => inode === 0) : [],
    ),
  };
}

/** A table of the sockets of one protocol. */
interface InetTable extends Pick<SocketFacts, 'family' | 'type' | 'protocol'> {
  readonly sockets: readonly InetSocket[];
}

export function readInetTables(source: Source, pid: number): InetTable[] {
  return inetTables.map(([table, family, type, protocol]) => {
    const sockets = orUndefined(source.read(`${pid}/net/${table}`, parseNetInet)) ?? [];
    return {family, type, protocol, sockets};
  });
}

/** The sockets of these tables that a descriptor can refer to, by inode. */
export function openSockets(tables: readonly InetTable[]): [number, SocketFacts][] {
  return tables.flatMap(table =>
    table.sockets.flatMap((socket): [number, SocketFacts][] =>
      socket.inode === 0 ? [] : [[socket.inode, inetFacts(table, socket)]],
    ),
  );
}

export function readUnixTable(source: Source, pid: number): [number, SocketFacts][] {
  const sockets = orUndefined(source.read(`${pid}/net/unix`, parseNetUnix)) ?? [];
  return sockets.map(line => [line.inode, unixLineFacts(line)]);
}

/** Sockets that are no way to reach a process, but of a network namespace all the same: packet(7) and netlink(7). */
export function readLinkTables(source: Source, pid: number): [number, SocketFacts][] {
  const packets = orUndefined(source.read(`${pid}/net/packet`, parseNetPacket)) ?? [];
  const netlinks = orUndefined(source.read(`${pid}/net/netlink`, parseNetNetlink)) ?? [];
  return [
    ...packets.map((socket): [number, SocketFacts] => [socket.inode, packetFacts(socket)]),
    ...netlinks.map((socket): [number, SocketFacts] => [socket.inode, netlinkFacts(socket)]),
  ];
}
