import {type FindPort, type NoPort, noServices, type PortAddress, parsePortAddress} from './port-address.ts';

/** What `procdoc holders` is asked about. */
export type HolderTarget =
  | {readonly kind: 'path'; readonly path: string}
  | ({readonly kind: 'port'} & PortAddress)
  /** The name reads as in net/unix: a path, or "@name" of an abstract socket. */
  | {readonly kind: 'unix'; readonly name: string}
  /** The link reads as in /proc/PID/fd: "pipe:[4242]", "socket:[4242]". */
  | {readonly kind: 'link'; readonly link: string}
  | {readonly kind: 'descriptor'; readonly pid: number; readonly fd: number};

/** A number and nothing else: a port, or a pid, as far as the text shows. */
export interface BareNumber {
  readonly kind: 'number';
  readonly number: number;
}

/** Why a text isn't a target, whatever files there are. */
export interface NoTarget {
  readonly problem:
    | {readonly kind: 'empty'}
    /** After "unix:" there is neither an absolute path nor a name with "@". */
    | {readonly kind: 'no-unix-name'}
    | NoPort;
}

/** What a text looks like that was read as a path: another kind of target, written wrong. */
export type MistakenPath =
  /** "pipe:x", "socket:[x]". */
  | {readonly kind: 'pipe' | 'socket'}
  /** "example.com:80". */
  | {readonly kind: 'host'; readonly host: string; readonly port: string}
  /** "4711:x". */
  | {readonly kind: 'descriptor'}
  /** "@name". */
  | {readonly kind: 'abstract-socket'};

/**
 * Reads a target as the manual writes it: a path, a port (see parsePortAddress), "unix:/run/x.sock", "unix:@name",
 * "pipe:[4242]" or "pipe:4242", "socket:[4242]", "4711:3" (pid and fd), a number alone. A file of such a name is meant
 * by "./4711:3".
 */
export function parseHolderTarget(
  text: string,
  findPort: FindPort = noServices,
): HolderTarget | BareNumber | NoTarget {
  if (text === '') return {problem: {kind: 'empty'}};
  const [, link, bracketed, plain = bracketed] = /^(pipe|socket):(?:\[(\d+)\]|(\d+))$/.exec(text) ?? [];
  if (link !== undefined) return {kind: 'link', link: `${link}:[${plain}]`};
  const [, pid, fd] = /^(\d+):(\d+)$/.exec(text) ?? [];
  if (pid !== undefined && fd !== undefined) return {kind: 'descriptor', pid: Number(pid), fd: Number(fd)};
  if (/^\d{1,7}$/.test(text)) return {kind: 'number', number: Number(text)};
  if (text.startsWith('unix:')) return parseUnix(text.slice('unix:'.length));
  const port = parsePortAddress(text, findPort);
  if (port === undefined) return {kind: 'path', path: text};
  return 'problem' in port ? port : {kind: 'port', ...port};
}

/** Reads a target where it can only be a socket: a number alone is a port there. */
export function parseSocketTarget(text: string): HolderTarget | NoTarget {
  const target = parseHolderTarget(text);
  return 'kind' in target && target.kind === 'number' ? parseSocketTarget(`:${text}`) : target;
}

/**
 * What kind of target a text looks like that was read as a path: asked where there is no such file, since a file may
 * have any name. Undefined: it looks like a path.
 */
export function mistakenPath(text: string): MistakenPath | undefined {
  const [, kind] = /^(pipe|socket):/.exec(text) ?? [];
  if (kind === 'pipe' || kind === 'socket') return {kind};
  const [, host, port] = /^([\w.-]+):(\d{1,5})$/.exec(text) ?? [];
  if (host !== undefined && port !== undefined) return {kind: 'host', host, port};
  if (/^\d+:/.test(text)) return {kind: 'descriptor'};
  return text.startsWith('@') ? {kind: 'abstract-socket'} : undefined;
}

/** Behind "unix:", as behind the scheme of a URL, more slashes may stand than the path begins with. */
function parseUnix(text: string): HolderTarget | NoTarget {
  const name = text.replace(/^\/+/, '/');
  const isName = name.startsWith('/') || (name.startsWith('@') && name.length > 1);
  return isName ? {kind: 'unix', name} : {problem: {kind: 'no-unix-name'}};
}
