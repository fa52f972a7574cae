import {isIPv4, isIPv6} from 'node:net';

/** What `procdoc holders` is asked about. */
export type HolderTarget =
  | {readonly kind: 'path'; readonly path: string}
  /** null: of either protocol; at any address. An address is as net/tcp has it: "127.0.0.1", "[::1]". */
  | {
      readonly kind: 'port';
      readonly protocol: 'tcp' | 'udp' | null;
      readonly address: string | null;
      readonly port: number;
    }
  /** As net/unix has it: a path, or "@name" of an abstract socket. */
  | {readonly kind: 'unix'; readonly name: string}
  /** What the link of a descriptor says: "pipe:[4242]", "socket:[4242]". */
  | {readonly kind: 'link'; readonly link: string}
  | {readonly kind: 'descriptor'; readonly pid: number; readonly fd: number};

/** Why a text is no target, in a sentence for the user. */
export interface TargetProblem {
  readonly problem: string;
}

/**
 * Reads a target as the manual writes it: a path, ":8080", "tcp:8080", "udp:53", "tcp:[::1]:80",
 * "unix:/run/x.sock", "unix:@name", "pipe:[4242]", "socket:[4242]", "4711:3" (pid and fd). A file of such a
 * name is meant by "./4711:3".
 */
export function parseHolderTarget(text: string): HolderTarget | TargetProblem {
  if (text === '') return {problem: 'TARGET is empty: give a path, :PORT, unix:NAME, pipe:[N] or PID:FD'};
  if (/^(?:pipe|socket):\[\d+\]$/.test(text)) return {kind: 'link', link: text};
  const [, pid, fd] = /^(\d+):(\d+)$/.exec(text) ?? [];
  if (pid !== undefined && fd !== undefined) return {kind: 'descriptor', pid: Number(pid), fd: Number(fd)};
  if (text.startsWith('unix:')) return parseUnix(text);
  const [, protocol, address] = /^(tcp|udp|):(.*)$/s.exec(text) ?? [];
  if (protocol === undefined || address === undefined) return {kind: 'path', path: text};
  return parsePort(text, protocol === 'tcp' || protocol === 'udp' ? protocol : null, address);
}

/**
 * Why a text that was read as a path is no target, if there is no such file: it looks like one of another kind.
 * Undefined: it looks like a path.
 */
export function targetProblem(text: string): string | undefined {
  const [, kind, inode] = /^(pipe|socket):\D*(\d*)/.exec(text) ?? [];
  if (kind !== undefined)
    return `"${text}" is no ${kind}: write ${kind}:[${inode || 'INODE'}], as /proc/PID/fd shows it`;
  const [, host = '', port] = /^([\w.-]+|\[[\da-f:.]*\]):(\d{1,5})$/i.exec(text) ?? [];
  if (port !== undefined && plainAddress(host) !== undefined)
    return `"${text}" is no target: for the port at that address write tcp:${text}`;
  if (port !== undefined)
    return `"${host}" is no address: write :${port}, or tcp:ADDRESS:${port} with the address in numbers`;
  return /^\d+:/.test(text) ? `"${text}" is no descriptor: write PID:FD, two numbers` : undefined;
}

function parseUnix(text: string): HolderTarget | TargetProblem {
  const name = text.slice('unix:'.length);
  if (name.startsWith('/') || (name.startsWith('@') && name.length > 1)) return {kind: 'unix', name};
  return {problem: `"${text}" is no UNIX socket: write unix:/PATH, or unix:@NAME for an abstract one`};
}

function parsePort(
  text: string,
  protocol: 'tcp' | 'udp' | null,
  where: string,
): HolderTarget | TargetProblem {
  const [, host, digits] = /^(?:(.*):)?(\d{1,5})$/s.exec(where) ?? [];
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > 65_535) {
    return {
      problem: `"${text}" has no port: write :PORT, tcp:PORT or tcp:ADDRESS:PORT, with a port from 1 to 65535`,
    };
  }
  if (host === undefined) return {kind: 'port', protocol, address: null, port};
  const address = plainAddress(host);
  if (address !== undefined) return {kind: 'port', protocol, address, port};
  return {problem: `"${host}" is no address: give it in numbers, 127.0.0.1 or [::1]`};
}

/** An address in the form that net/tcp is read into; IPv6 in brackets, as RFC 5952 shortens it. */
function plainAddress(host: string): string | undefined {
  if (isIPv4(host)) return host;
  const [, inner] = /^\[(.*)\]$/.exec(host) ?? [];
  return inner !== undefined && isIPv6(inner) && !inner.includes('%')
    ? new URL(`http://[${inner}]`).hostname
    : undefined;
}
