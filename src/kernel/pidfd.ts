import {fstatSync, statfsSync} from 'node:fs';
import {attempt, withDescriptor} from './descriptor.ts';
import type {Libc} from './libc.ts';
import {found, mapRead, orUndefined, type Read, unreadable} from './read.ts';

/** statfs(2) f_type of the file system of pidfds: PID_FS_MAGIC in <linux/magic.h>. */
const PID_FS_MAGIC = 0x5049_4446;

/** See Syscalls. Before pidfs all pidfds had the one inode of anonymous files, which tells nothing. */
export function readPidfdInode(libc: Libc, pid: number): Read<bigint> {
  return withDescriptor(libc.pidfdOpen(pid), fd => {
    const type = attempt(() => statfsSync(`/proc/self/fd/${fd}`).type);
    if (!type.ok) return type;
    if (type.value !== PID_FS_MAGIC) return unreadable('EOPNOTSUPP');
    return found(fstatSync(fd, {bigint: true}).ino);
  });
}

/** An IP socket: ip(7), ipv6(7). */
export interface IpSocket {
  readonly type: 'stream' | 'datagram' | 'raw';
  /** The number of its protocol: protocols(5). */
  readonly protocol: number;
  readonly listens: boolean;
  readonly local: IpAddress;
  /** null: it has no peer. */
  readonly remote: IpAddress | null;
  /** The number of its network namespace, the N of "net:[N]"; null where that can't be asked (CAP_NET_ADMIN there). */
  readonly namespace: number | null;
}

export interface IpAddress {
  /** 4 bytes of IPv4, or 16 of IPv6, in network order. */
  readonly address: Uint8Array;
  readonly port: number;
}

/** Which waits for a socket end by time: socket(7). */
export interface SocketTimeouts {
  /** SO_RCVTIMEO: those to receive, and to accept a connection. */
  readonly receive: boolean;
  /** SO_SNDTIMEO: those to send, and to connect. */
  readonly send: boolean;
}

/** <sys/socket.h> and <linux/sockios.h>, on each architecture that procdoc makes system calls on. */
const SOL_SOCKET = 1;
const SO_TYPE = 3;
const SO_RCVTIMEO = 20;
const SO_SNDTIMEO = 21;
const SO_ACCEPTCONN = 30;
const SO_PROTOCOL = 38;
const SIOCGSKNS = 0x894c;
const AF_INET = 2;
const AF_INET6 = 10;
const types: readonly (IpSocket['type'] | undefined)[] = [undefined, 'stream', 'datagram', 'raw'];

/** See Syscalls. */
export function readIpSocket(libc: Libc, pid: number, fd: number): Read<IpSocket | undefined> {
  return withDescriptor(libc.pidfdOpen(pid), pidfd =>
    withDescriptor(libc.pidfdGetfd(pidfd, fd), socket => {
      const name = libc.socketName(socket);
      const local = name.ok ? addressIn(name.value) : undefined;
      const option = (number: number) => {
        const value = new Int32Array(1);
        return libc.socketOption(socket, SOL_SOCKET, number, value).ok ? value[0] : undefined;
      };
      const type = types[option(SO_TYPE) ?? 0];
      const protocol = option(SO_PROTOCOL);
      if (!local || !type || protocol === undefined) return found(undefined);
      const peer = libc.peerName(socket);
      return found({
        type,
        protocol,
        listens: option(SO_ACCEPTCONN) === 1,
        local,
        remote: (peer.ok ? addressIn(peer.value) : undefined) ?? null,
        namespace: namespaceOf(libc, socket),
      });
    }),
  );
}

/** See Syscalls. */
export function readSocketTimeouts(libc: Libc, pid: number, fd: number): Read<SocketTimeouts> {
  return withDescriptor(libc.pidfdOpen(pid), pidfd =>
    withDescriptor(libc.pidfdGetfd(pidfd, fd), socket => {
      const isSet = (option: number) => {
        // A struct timeval of all zeros is none.
        const time = new BigInt64Array(2);
        return mapRead(libc.socketOption(socket, SOL_SOCKET, option, time), () =>
          time.some(part => part !== 0n),
        );
      };
      const receive = isSet(SO_RCVTIMEO);
      if (!receive.ok) return receive;
      return mapRead(isSet(SO_SNDTIMEO), send => ({receive: receive.value, send}));
    }),
  );
}

/** Reads a struct sockaddr_in or sockaddr_in6; undefined for any other. */
function addressIn(bytes: Uint8Array): IpAddress | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const family = bytes.length < 2 ? 0 : view.getUint16(0, true);
  if (family === AF_INET) return {address: bytes.slice(4, 8), port: view.getUint16(2)};
  return family === AF_INET6 ? {address: bytes.slice(8, 24), port: view.getUint16(2)} : undefined;
}

function namespaceOf(libc: Libc, socket: number): number | null {
  const inode = withDescriptor(libc.ioctl(socket, SIOCGSKNS, new Uint8Array(0)), fd =>
    found(fstatSync(fd).ino),
  );
  return orUndefined(inode) ?? null;
}
