import {readSync, writeSync} from 'node:fs';
import {attempt, withDescriptor} from './descriptor.ts';
import type {Libc} from './libc.ts';
import {found, mapRead, type Read, unreadable} from './read.ts';
import {socketAmong, type UnixSocket} from './syscalls.ts';
import {decodeUnixDiag, encodeUnixDiagRequest, type UnixDiagPart} from './unix-diag.ts';

const AF_NETLINK = 16;
const SOCK_DGRAM = 2;
/** The kernel prepares each part of the answer before read(2) can ask for it, so that no read has to block. */
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_SOCK_DIAG = 4;

/** Larger than any datagram of a dump, which the kernel makes 32 KiB long at most. */
const DATAGRAM_SIZE = 64 * 1024;

/** All unix sockets of procdoc's network namespace, by inode, with their peers: sock_diag(7). */
export function readUnixSockets(libc: Libc): Read<ReadonlyMap<number, UnixSocket>> {
  return withDescriptor(openDiag(libc), fd => {
    const asked = attempt(() => writeSync(fd, encodeUnixDiagRequest()));
    return asked.ok ? readDump(libc, fd) : asked;
  });
}

/** The unix socket with this inode; ENOENT where procdoc's network namespace has none. */
export function readUnixSocket(libc: Libc, inode: number): Read<UnixSocket> {
  return withDescriptor(openDiag(libc), fd => {
    const asked = attempt(() => writeSync(fd, encodeUnixDiagRequest(inode)));
    if (!asked.ok) return asked;
    const part = readPart(libc, fd, Buffer.allocUnsafe(DATAGRAM_SIZE));
    return socketAmong(
      mapRead(part, ({sockets}) => sockets),
      inode,
    );
  });
}

function openDiag(libc: Libc): Read<number> {
  return libc.socket(AF_NETLINK, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
}

function readDump(libc: Libc, fd: number): Read<ReadonlyMap<number, UnixSocket>> {
  const sockets = new Map<number, UnixSocket>();
  const buffer = Buffer.allocUnsafe(DATAGRAM_SIZE);
  for (;;) {
    const part = readPart(libc, fd, buffer);
    if (!part.ok) return part;
    for (const [inode, socket] of part.value.sockets) sockets.set(inode, socket);
    if (part.value.last) return found(sockets);
  }
}

function readPart(libc: Libc, fd: number, buffer: Buffer): Read<UnixDiagPart> {
  const length = attempt(() => readSync(fd, buffer));
  if (!length.ok) return length;
  const part = decodeUnixDiag(buffer.subarray(0, length.value));
  if (part === undefined) return unreadable('EBADMSG');
  return part.errno === 0 ? found(part) : unreadable(libc.errnoName(part.errno));
}
