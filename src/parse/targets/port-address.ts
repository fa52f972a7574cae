import {isIPv4, isIPv6} from 'node:net';

/** The protocols of sockets that have ports. */
export type Protocol = (typeof protocols)[number];

const protocols = ['tcp', 'udp', 'udplite'] as const;

/** A port, at one address or at any. */
export interface PortAddress {
  /** null: any protocol. */
  readonly protocol: Protocol | null;
  /** As in net/tcp: "127.0.0.1", "[::1]"; "localhost" is both of these, null any address. */
  readonly address: string | null;
  readonly port: number;
}

/** Why a text that is written as a port is none. */
export type NoPort =
  /** Where the port should be there is neither a number from 1 to 65535 nor a name. */
  | {readonly kind: 'no-port'}
  /** The name of no service that is known. */
  | {readonly kind: 'no-service'; readonly service: string}
  /** A port at something that isn't an address in numbers. */
  | {readonly kind: 'no-address'; readonly host: string};

/** The port of a service, such as "ssh": services(5). */
export type FindPort = (service: string, protocol: Protocol | null) => number | undefined;

/** Where no names of services are known. */
export const noServices: FindPort = () => undefined;

/** The ports that a URL of these schemes leaves out: the URL standard, "Special scheme"; by every other scheme it is named. */
const portOfScheme: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'ws:': 80,
  'wss:': 443,
  'ftp:': 21,
};

/**
 * Reads a port as people write it: ":8080", ":ssh", "*:8080", "localhost:8080", "127.0.0.1:8080", "[::1]:80",
 * "tcp:8080", "udp:127.0.0.1:53", "udplite:53", "8080/tcp", "tcp/8080", "http://localhost:8080/path". Undefined for a text that is
 * written in another way.
 */
export function parsePortAddress(
  text: string,
  findPort: FindPort,
): PortAddress | {readonly problem: NoPort} | undefined {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return portOfUrl(text, findPort);
  const [, protocol, where] = /^(tcp|udp|udplite|):(.*)$/s.exec(text) ?? [];
  if (protocol !== undefined && where !== undefined) return portAt(protocolOf(protocol), where, findPort);
  const slashed = /^(?:(tcp|udp|udplite)\/([\w.+-]+)|([\w.+-]+)\/(tcp|udp|udplite))$/.exec(text);
  if (slashed) {
    const [, before, after = '', first = after, behind = before] = slashed;
    const found = portAt(protocolOf(behind), first, findPort);
    return 'port' in found ? found : undefined;
  }
  const [, host = ''] = /^(\*|localhost|[\d.]+|\[[\da-f:.]+\]):[\w.+-]+$/i.exec(text) ?? [];
  return readHost(host) === undefined ? undefined : portAt(null, text, findPort);
}

function protocolOf(text: string | undefined): Protocol | null {
  return protocols.find(protocol => protocol === text) ?? null;
}

function portAt(
  protocol: Protocol | null,
  where: string,
  findPort: FindPort,
): PortAddress | {readonly problem: NoPort} {
  const [, host = '*', name = ''] = /^(?:(.*):)?([^:]*)$/s.exec(where) ?? [];
  const port = portNamed(name, protocol, findPort);
  if (typeof port !== 'number') return {problem: port};
  const read = readHost(host);
  return read ? {protocol, ...read, port} : {problem: {kind: 'no-address', host}};
}

function portNamed(name: string, protocol: Protocol | null, findPort: FindPort): number | NoPort {
  if (/^\d*$/.test(name)) {
    const port = Number(name);
    return port >= 1 && port <= 65_535 ? port : {kind: 'no-port'};
  }
  return findPort(name, protocol) ?? {kind: 'no-service', service: name};
}

function portOfUrl(text: string, findPort: FindPort): PortAddress | {readonly problem: NoPort} | undefined {
  if (!URL.canParse(text)) return undefined;
  const {protocol: scheme, hostname, port} = new URL(text);
  if (hostname === '') return undefined;
  const known = port === '' ? portOfScheme[scheme] : Number(port);
  return portAt(null, `${hostname}:${known ?? scheme.slice(0, -1)}`, findPort);
}

/** An address in the form that net/tcp is read into; IPv6 in brackets, as RFC 5952 shortens it. */
function readHost(host: string): {readonly address: string | null} | undefined {
  if (host === '*') return {address: null};
  if (host.toLowerCase() === 'localhost') return {address: 'localhost'};
  if (isIPv4(host)) return {address: host};
  const [, inner] = /^\[(.*)\]$/.exec(host) ?? [];
  return inner !== undefined && isIPv6(inner) && !inner.includes('%')
    ? {address: new URL(`http://[${inner}]`).hostname}
    : undefined;
}
