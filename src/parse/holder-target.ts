import {isIPv4, isIPv6} from 'node:net';

/** What `procdoc holders` is asked about. */
export type HolderTarget =
  | {readonly kind: 'path'; readonly path: string}
  /** null: either protocol, any address. An address reads as in net/tcp: "127.0.0.1", "[::1]". */
  | {
      readonly kind: 'port';
      readonly protocol: 'tcp' | 'udp' | null;
      readonly address: string | null;
      readonly port: number;
    }
  /** The name reads as in net/unix: a path, or "@name" of an abstract socket. */
  | {readonly kind: 'unix'; readonly name: string}
  /** The link reads as in /proc/PID/fd: "pipe:[4242]", "socket:[4242]". */
  | {readonly kind: 'link'; readonly link: string}
  | {readonly kind: 'descriptor'; readonly pid: number; readonly fd: number};

/** Why a text isn't a target, whatever files there are. */
export interface NoTarget {
  readonly problem:
    | {readonly kind: 'empty'}
    /** After "tcp:", "udp:" or ":" there is no number of a port. */
    | {readonly kind: 'no-port'}
    /** A port at something that isn't an address in numbers. */
    | {readonly kind: 'no-address'; readonly host: string}
    /** After "unix:" there is neither an absolute path nor a name with "@". */
    | {readonly kind: 'no-unix-name'};
}

/** What a text looks like that was read as a path: another kind of target, written wrong. */
export type MistakenPath =
  /** "pipe:12", "socket:[x]". */
  | {readonly kind: 'pipe' | 'socket'; readonly inode: string | null}
  /** "127.0.0.1:80": an address and port without a protocol. */
  | {readonly kind: 'address'}
  /** "localhost:80". */
  | {readonly kind: 'host'; readonly host: string; readonly port: string}
  /** "4711:x". */
  | {readonly kind: 'descriptor'}
  /** "8080". */
  | {readonly kind: 'port-number'}
  /** "@name". */
  | {readonly kind: 'abstract-socket'};

/**
 * Reads a target as the manual writes it: a path, ":8080", "tcp:8080", "udp:53", "tcp:[::1]:80",
 * "unix:/run/x.sock", "unix:@name", "pipe:[4242]", "socket:[4242]", "4711:3" (pid and fd). A file of such a
 * name is meant by "./4711:3".
 */
export function parseHolderTarget(text: string): HolderTarget | NoTarget {
  if (text === '') return {problem: {kind: 'empty'}};
  if (/^(?:pipe|socket):\[\d+\]$/.test(text)) return {kind: 'link', link: text};
  const [, pid, fd] = /^(\d+):(\d+)$/.exec(text) ?? [];
  if (pid !== undefined && fd !== undefined) return {kind: 'descriptor', pid: Number(pid), fd: Number(fd)};
  if (text.startsWith('unix:')) return parseUnix(text.slice('unix:'.length));
  const [, protocol, address] = /^(tcp|udp|):(.*)$/s.exec(text) ?? [];
  if (protocol === undefined || address === undefined) return {kind: 'path', path: text};
  return parsePort(protocol === 'tcp' || protocol === 'udp' ? protocol : null, address);
}

/**
 * What kind of target a text looks like that was read as a path: asked where there is no such file, since a file may
 * have any name. Undefined: it looks like a path.
 */
export function mistakenPath(text: string): MistakenPath | undefined {
  const [, kind, inode] = /^(pipe|socket):\D*(\d*)/.exec(text) ?? [];
  if (kind === 'pipe' || kind === 'socket') return {kind, inode: inode || null};
  const [, host = '', port] = /^([\w.-]+|\[[\da-f:.]*\]):(\d{1,5})$/i.exec(text) ?? [];
  if (port !== undefined)
    return plainAddress(host) === undefined ? {kind: 'host', host, port} : {kind: 'address'};
  if (/^\d+:/.test(text)) return {kind: 'descriptor'};
  if (/^\d{1,5}$/.test(text)) return {kind: 'port-number'};
  return text.startsWith('@') ? {kind: 'abstract-socket'} : undefined;
}

function parseUnix(name: string): HolderTarget | NoTarget {
  const isName = name.startsWith('/') || (name.startsWith('@') && name.length > 1);
  return isName ? {kind: 'unix', name} : {problem: {kind: 'no-unix-name'}};
}

function parsePort(protocol: 'tcp' | 'udp' | null, where: string): HolderTarget | NoTarget {
  const [, host, digits] = /^(?:(.*):)?(\d{1,5})$/s.exec(where) ?? [];
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > 65_535) return {problem: {kind: 'no-port'}};
  if (host === undefined) return {kind: 'port', protocol, address: null, port};
  const address = plainAddress(host);
  if (address !== undefined) return {kind: 'port', protocol, address, port};
  return {problem: {kind: 'no-address', host}};
}

/** An address in the form that net/tcp is read into; IPv6 in brackets, as RFC 5952 shortens it. */
function plainAddress(host: string): string | undefined {
  if (isIPv4(host)) return host;
  const [, inner] = /^\[(.*)\]$/.exec(host) ?? [];
  return inner !== undefined && isIPv6(inner) && !inner.includes('%')
    ? new URL(`http://[${inner}]`).hostname
    : undefined;
}
