import {orUndefined} from '../kernel/read.ts';
import {parseNetInet} from '../parse/net-inet.ts';
import {parseNetUnix} from '../parse/net-unix.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';

/** A socket as the JSON contract has it. */
export interface SocketFacts {
  readonly family: 'inet' | 'inet6' | 'unix';
  readonly type: 'stream' | 'datagram' | 'seqpacket';
  readonly state: string;
  readonly local: string | null;
  readonly remote: string | null;
}

const inetTables = [
  ['tcp', 'inet', 'stream'],
  ['tcp6', 'inet6', 'stream'],
  ['udp', 'inet', 'datagram'],
  ['udp6', 'inet6', 'datagram'],
] as const;

/**
 * The sockets of the network namespace a process is in, by inode: /proc/PID/net is that of PID. Families
 * that have neither address nor listener worth telling (netlink, packet …) are left out.
 */
export function readSockets(snapshot: Snapshot, {pid}: Process): ReadonlyMap<number, SocketFacts> {
  const sockets = new Map<number, SocketFacts>();
  for (const [table, family, type] of inetTables) {
    for (const {inode, state, local, remote} of orUndefined(
      snapshot.source.read(`${pid}/net/${table}`, parseNetInet),
    ) ?? []) {
      if (inode !== 0) sockets.set(inode, {family, type, state, local, remote});
    }
  }
  for (const {inode, type, state, name} of orUndefined(
    snapshot.source.read(`${pid}/net/unix`, parseNetUnix),
  ) ?? []) {
    sockets.set(inode, {family: 'unix', type, state, local: name, remote: null});
  }
  return sockets;
}
