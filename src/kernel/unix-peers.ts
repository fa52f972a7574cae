import {readSync, writeSync} from 'node:fs';
import {attempt, withDescriptor} from './descriptor.ts';
import type {Libc} from './libc.ts';
import {found, type Read, unreadable} from './read.ts';
import type {UnixSocket} from './syscalls.ts';
import {decodeUnixDiag, encodeUnixDiagRequest} from './unix-diag.ts';

const AF_NETLINK = 16;
const SOCK_DGRAM = 2;
/** The kernel puts each part of the answer in place before read(2) can ask for it; there is nothing to wait for. */
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_SOCK_DIAG = 4;

/** Longer than any datagram of a dump: the kernel makes them 32 KiB at most. */
const DATAGRAM_SIZE = 64 * 1024;

/** All unix sockets of procdoc's network namespace, by inode, with their peers: sock_diag(7). */
export function readUnixSockets(libc: Libc): Read<ReadonlyMap<number, UnixSocket>> {
  const socket = libc.socket(AF_NETLINK, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  return withDescriptor(socket, fd => {
    const asked = attempt(() => writeSync(fd, encodeUnixDiagRequest()));
    return asked.ok ? readDump(libc, fd) : asked;
  });
}

function readDump(libc: Libc, fd: number): Read<ReadonlyMap<number, UnixSocket>> {
  const sockets = new Map<number, UnixSocket>();
  const buffer = Buffer.allocUnsafe(DATAGRAM_SIZE);
  for (;;) {
    const length = attempt(() => readSync(fd, buffer));
    if (!length.ok) return length;
    const part = decodeUnixDiag(buffer.subarray(0, length.value));
    if (part === undefined) return unreadable('EBADMSG');
    if (part.errno !== 0) return unreadable(libc.errnoName(part.errno));
    for (const [inode, socket] of part.sockets) sockets.set(inode, socket);
    if (part.last) return found(sockets);
  }
}
