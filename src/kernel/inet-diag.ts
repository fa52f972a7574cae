/** A TCP socket that is bound, and neither listens nor is connected. */
export interface BoundSocket {
  readonly inode: number;
  /** 4 bytes of IPv4, or 16 of IPv6, in network order. */
  readonly address: Uint8Array;
  readonly port: number;
}

/** Constants of <linux/netlink.h> and <linux/sock_diag.h>. */
const HEADER_SIZE = 16;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLM_F_REQUEST = 0x001;
const NLM_F_DUMP = 0x300;
const SOCK_DIAG_BY_FAMILY = 20;

const families = {inet: 2, inet6: 10} as const;
const IPPROTO_TCP = 6;

/** TCP_BOUND_INACTIVE of <net/tcp_states.h>: bound, and neither listening nor connected. */
const BOUND_INACTIVE = 13;

/**
 * The size of struct inet_diag_req_v2: family, protocol, extensions, padding (u8 each), states (u32), and struct
 * inet_diag_sockid, which is not asked for.
 */
const REQUEST_SIZE = HEADER_SIZE + 56;

/**
 * The size of struct inet_diag_msg: family, state, timer, retransmits (u8 each), struct inet_diag_sockid (ports in network
 * order, then addresses of 16 bytes each), and at the end the inode (u32).
 */
const SOCKET_SIZE = HEADER_SIZE + 72;
const [PORT, ADDRESS, INODE] = [HEADER_SIZE + 4, HEADER_SIZE + 8, HEADER_SIZE + 68];

/** The content of one datagram of the answer, which comes in several. */
export interface InetDiagPart {
  readonly sockets: readonly BoundSocket[];
  readonly last: boolean;
  /** Why the kernel ended the answer early, as a positive errno; 0 where it did not. */
  readonly errno: number;
}

/** The request for the TCP sockets of a family that are bound, and neither listen nor are connected: sock_diag(7). */
export function encodeBoundRequest(family: keyof typeof families): Uint8Array {
  const request = Buffer.alloc(REQUEST_SIZE);
  request.writeUInt32LE(REQUEST_SIZE, 0);
  request.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4);
  request.writeUInt16LE(NLM_F_REQUEST | NLM_F_DUMP, 6);
  request.writeUInt8(families[family], HEADER_SIZE);
  request.writeUInt8(IPPROTO_TCP, HEADER_SIZE + 1);
  request.writeUInt32LE(1 << BOUND_INACTIVE, HEADER_SIZE + 4);
  return request;
}

/**
 * Decodes a datagram in the byte order of x64 and arm64. Undefined where the datagram does not consist of whole
 * messages.
 */
export function decodeInetDiag(bytes: Uint8Array): InetDiagPart | undefined {
  const datagram = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sockets: BoundSocket[] = [];
  for (let at = 0; at < datagram.length; ) {
    if (at + HEADER_SIZE > datagram.length) return undefined;
    const length = datagram.readUInt32LE(at);
    if (length < HEADER_SIZE || at + length > datagram.length) return undefined;
    const message = datagram.subarray(at, at + length);
    const type = message.readUInt16LE(4);
    if (type === NLMSG_ERROR || type === NLMSG_DONE) return {sockets, last: true, errno: errnoOf(message)};
    if (type === SOCK_DIAG_BY_FAMILY && length >= SOCKET_SIZE) sockets.push(...boundIn(message));
    at += Math.ceil(length / 4) * 4;
  }
  return datagram.length === 0 ? undefined : {sockets, last: false, errno: 0};
}

/** The errno of NLMSG_ERROR and NLMSG_DONE: an int follows the header, which is 0 or a negative errno. */
function errnoOf(message: Buffer): number {
  return message.length < HEADER_SIZE + 4 ? 0 : Math.max(0, -message.readInt32LE(HEADER_SIZE));
}

function boundIn(message: Buffer): BoundSocket[] {
  const isInet = message.readUInt8(HEADER_SIZE) === families.inet;
  // A copy, since the memory of the datagram is reused.
  const address = Uint8Array.from(message.subarray(ADDRESS, ADDRESS + (isInet ? 4 : 16)));
  const inode = message.readUInt32LE(INODE);
  return inode === 0 ? [] : [{inode, address, port: message.readUInt16BE(PORT)}];
}
