import {readSync, writeSync} from 'node:fs';
import {release} from 'node:os';
import {attempt, withDescriptor} from './descriptor.ts';
import {type BoundSocket, decodeInetDiag, encodeBoundRequest} from './inet-diag.ts';
import type {Libc} from './libc.ts';
import {found, mapRead, type Read, unreadable} from './read.ts';
import {decodeUnixDiag, encodeUnixDiagRequest, socketAmong, type UnixSocket} from './unix-diag.ts';

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
  const parts = dump(libc, encodeUnixDiagRequest(), decodeUnixDiag);
  return mapRead(parts, all => new Map(all.flatMap(({sockets}) => [...sockets])));
}

/** The version of Linux whose sock_diag(7) knows TCP_BOUND_INACTIVE; an older one answers as if there were none. */
const BOUND_SINCE = [6, 8] as const;

/** The TCP sockets of procdoc's network namespace that are bound, and neither listen nor are connected. */
export function readBoundSockets(libc: Libc): Read<readonly BoundSocket[]> {
  const [major = 0, minor = 0] = release()
    .split(/[^\d]+/)
    .map(Number);
  const [sinceMajor, sinceMinor] = BOUND_SINCE;
  if (major < sinceMajor || (major === sinceMajor && minor < sinceMinor)) return unreadable('EOPNOTSUPP');
  const inet = dump(libc, encodeBoundRequest('inet'), decodeInetDiag);
  const inet6 = dump(libc, encodeBoundRequest('inet6'), decodeInetDiag);
  if (!inet.ok) return inet;
  return mapRead(inet6, more => [...inet.value, ...more].flatMap(({sockets}) => sockets));
}

/** The unix socket with this inode; ENOENT where procdoc's network namespace has none. */
export function readUnixSocket(libc: Libc, inode: number): Read<UnixSocket> {
  return withDescriptor(openDiag(libc), fd => {
    const asked = attempt(() => writeSync(fd, encodeUnixDiagRequest(inode)));
    if (!asked.ok) return asked;
    const part = readPart(libc, fd, Buffer.allocUnsafe(DATAGRAM_SIZE), decodeUnixDiag);
    return socketAmong(
      mapRead(part, ({sockets}) => sockets),
      inode,
    );
  });
}

function openDiag(libc: Libc): Read<number> {
  return libc.socket(AF_NETLINK, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
}

/** What a datagram of any dump says of the dump. */
interface DumpPart {
  readonly last: boolean;
  readonly errno: number;
}

type Decode<T> = (datagram: Uint8Array) => T | undefined;

function dump<T extends DumpPart>(libc: Libc, request: Uint8Array, decode: Decode<T>): Read<readonly T[]> {
  return withDescriptor(openDiag(libc), fd => {
    const asked = attempt(() => writeSync(fd, request));
    return asked.ok ? readDump(libc, fd, decode) : asked;
  });
}

function readDump<T extends DumpPart>(libc: Libc, fd: number, decode: Decode<T>): Read<readonly T[]> {
  const parts: T[] = [];
  const buffer = Buffer.allocUnsafe(DATAGRAM_SIZE);
  for (;;) {
    const part = readPart(libc, fd, buffer, decode);
    if (!part.ok) return part;
    parts.push(part.value);
    if (part.value.last) return found(parts);
  }
}

function readPart<T extends DumpPart>(libc: Libc, fd: number, buffer: Buffer, decode: Decode<T>): Read<T> {
  const length = attempt(() => readSync(fd, buffer));
  if (!length.ok) return length;
  const part = decode(buffer.subarray(0, length.value));
  if (part === undefined) return unreadable('EBADMSG');
  return part.errno === 0 ? found(part) : unreadable(libc.errnoName(part.errno));
}
