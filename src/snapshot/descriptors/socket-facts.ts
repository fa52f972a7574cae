import type {BoundSocket} from '../../kernel/inet-diag.ts';
import type {UnixSocket} from '../../kernel/unix-diag.ts';
import {ipProtocol} from '../../parse/sockets/ip-protocols.ts';
import {type InetSocket, inetText} from '../../parse/sockets/net-inet.ts';
import type {NetlinkSocket} from '../../parse/sockets/net-netlink.ts';
import type {PacketSocket} from '../../parse/sockets/net-packet.ts';
import type {UnixSocketLine} from '../../parse/sockets/net-unix.ts';
import {decodeText} from '../../parse/text.ts';

/** A socket as the JSON contract has it. */
export interface SocketFacts {
  readonly family: 'inet' | 'inet6' | 'unix' | 'packet' | 'netlink';
  readonly type: 'stream' | 'datagram' | 'seqpacket' | 'raw';
  /**
   * "tcp", "udp", "udplite"; of raw(7) that of IP, by name or number; of packet(7) the EtherType; of netlink(7) its
   * family. null: unix(7), or none yet.
   */
  readonly protocol: string | null;
  /** As tcp(7) has it; of the others "CONNECTED", "UNCONNECTED" …, of UDP "ESTABLISHED" or "UNCONNECTED"; "BOUND": see Syscalls. */
  readonly state: string;
  readonly local: string | null;
  readonly remote: string | null;
}

/** "@". */
const AT = 0x40;

const withPorts: readonly (string | null)[] = ['tcp', 'udp', 'udplite'];

/** Whether its local address has a port. */
export function hasPort({family, protocol}: SocketFacts): boolean {
  return (family === 'inet' || family === 'inet6') && withPorts.includes(protocol);
}

/** A unix socket as sock_diag(7) describes it; undefined where that is not understood. */
export function unixFacts({type, state, name}: UnixSocket): SocketFacts | undefined {
  if (type === 'unknown' || state === 'unknown') return undefined;
  return {family: 'unix', type, protocol: null, state, local: unixName(name), remote: null};
}

/** What a unix socket is bound to, as /proc/net/unix has it: every NUL of an abstract name as "@"; null: to nothing. */
export function unixName(name: UnixSocket['name']): string | null {
  return name === undefined ? null : decodeText(Buffer.from(name.map(byte => byte || AT)));
}

/** A unix socket as its table has it. */
export function unixLineFacts({type, state, name}: UnixSocketLine): SocketFacts {
  return {family: 'unix', type, protocol: null, state, local: name, remote: null};
}

/** A raw socket has the number of its protocol where others have their port: raw(7). */
export function inetFacts(
  {family, type, protocol}: Pick<SocketFacts, 'family' | 'type' | 'protocol'>,
  {state, local, remote}: InetSocket,
): SocketFacts {
  const facts = {family, type, protocol, state: stateOf(type, state), local, remote};
  const [, address = '', number = ''] = type === 'raw' ? (/^(.*):(\d+)$/.exec(local) ?? []) : [];
  if (number === '') return facts;
  const isBound = !['0.0.0.0', '[::]'].includes(address);
  return {...facts, protocol: ipProtocol(number), local: isBound ? address : null};
}

/** The kernel has the states of TCP for every protocol: a UDP socket that is connected to no peer is in that of no connection. */
function stateOf(type: SocketFacts['type'], state: string): string {
  return type !== 'stream' && state === 'CLOSE' ? 'UNCONNECTED' : state;
}

/** TCP sockets that are bound and nothing else, as sock_diag(7) has them. */
export function boundFacts(bound: readonly BoundSocket[]): [number, SocketFacts][] {
  return bound.map(({inode, address, port}) => {
    const family = address.length === 4 ? 'inet' : 'inet6';
    const local = inetText([...address], port);
    return [inode, {family, type: 'stream', protocol: 'tcp', state: 'BOUND', local, remote: null}];
  });
}

export function packetFacts({type, protocol}: PacketSocket): SocketFacts {
  return {family: 'packet', type, protocol, state: 'UNCONNECTED', local: null, remote: null};
}

export function netlinkFacts({protocol, portId}: NetlinkSocket): SocketFacts {
  const local = portId === null ? null : `${portId}`;
  return {family: 'netlink', type: 'raw', protocol, state: 'UNCONNECTED', local, remote: null};
}
