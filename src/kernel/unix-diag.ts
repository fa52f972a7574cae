import {found, type Read, unreadable} from './read.ts';

/** A unix(7) socket in procdoc's network namespace, as sock_diag(7) describes it. */
export interface UnixSocket {
  readonly type: 'stream' | 'datagram' | 'seqpacket' | 'unknown';
  readonly state: 'CONNECTED' | 'LISTEN' | 'UNCONNECTED' | 'unknown';
  /**
   * The inode of the socket at the other end. Undefined where no descriptor can refer to the other end: the socket is
   * not connected, the other end is closed, or the connection was not accepted yet.
   */
  readonly peerInode: number | undefined;
  /**
   * The name to which the socket is bound: a path, or an abstract name with its leading NUL. Undefined if it is not
   * bound.
   */
  readonly name: Uint8Array | undefined;
  /**
   * For a listener: the inodes of the sockets that wait to be accepted. Undefined where none waits, and in older
   * recordings.
   */
  readonly queuedInodes?: readonly number[];
}

/**
 * Constants of <linux/netlink.h>. A message begins with length (u32), type, flags (u16 each), sequence number and
 * port (u32 each).
 */
const HEADER_SIZE = 16;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLM_F_REQUEST = 0x001;
const NLM_F_DUMP = 0x300;

/** Constants of <linux/sock_diag.h> and <linux/unix_diag.h>. */
const SOCK_DIAG_BY_FAMILY = 20;
const AF_UNIX = 1;
const ALL_STATES = 0xffff_ffff;
const UDIAG_SHOW_NAME = 0x1;
const UDIAG_SHOW_PEER = 0x4;
const UDIAG_SHOW_ICONS = 0x8;
const UNIX_DIAG_NAME = 0;
const UNIX_DIAG_PEER = 2;
const UNIX_DIAG_ICONS = 3;

/**
 * The size of struct unix_diag_req: family, protocol (u8 each), 2 bytes of padding, states, inode, show (u32 each),
 * cookie (u64).
 */
const REQUEST_SIZE = HEADER_SIZE + 24;
/** Every byte of INET_DIAG_NOCOOKIE, which stands for any cookie. */
const NO_COOKIE = 0xff;
/**
 * The size of struct unix_diag_msg: family, type, state, padding (u8 each), inode (u32), cookie (u64). Attributes
 * follow.
 */
const SOCKET_SIZE = HEADER_SIZE + 16;

/** The types of sockets by number: <linux/net.h>. Unix sockets use the states of TCP: <net/tcp_states.h>. */
const types: Partial<Record<number, UnixSocket['type']>> = {1: 'stream', 2: 'datagram', 5: 'seqpacket'};
const states: Partial<Record<number, UnixSocket['state']>> = {
  1: 'CONNECTED',
  7: 'UNCONNECTED',
  10: 'LISTEN',
};

/** The content of one datagram of the answer, which comes in several. */
export interface UnixDiagPart {
  /** The sockets by inode. A connection that was not accepted yet has no inode, and is left out. */
  readonly sockets: ReadonlyMap<number, UnixSocket>;
  readonly last: boolean;
  /** Why the kernel ended the answer early, as a positive errno; 0 where it did not. */
  readonly errno: number;
}

/** The request for all unix sockets, or for the socket with this inode, with names, peers and queues: sock_diag(7). */
export function encodeUnixDiagRequest(inode?: number): Uint8Array {
  const request = Buffer.alloc(REQUEST_SIZE);
  request.writeUInt32LE(REQUEST_SIZE, 0);
  request.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4);
  request.writeUInt16LE(inode === undefined ? NLM_F_REQUEST | NLM_F_DUMP : NLM_F_REQUEST, 6);
  if (inode !== undefined) {
    request.writeUInt32LE(inode, HEADER_SIZE + 8);
    request.fill(NO_COOKIE, HEADER_SIZE + 16);
  }
  request.writeUInt8(AF_UNIX, HEADER_SIZE);
  request.writeUInt32LE(ALL_STATES, HEADER_SIZE + 4);
  request.writeUInt32LE(UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_ICONS, HEADER_SIZE + 12);
  return request;
}

/**
 * Decodes a datagram in the byte order of x64 and arm64. Undefined where the datagram does not consist of whole
 * messages.
 */
export function decodeUnixDiag(bytes: Uint8Array): UnixDiagPart | undefined {
  const datagram = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sockets = new Map<number, UnixSocket>();
  for (let at = 0; at < datagram.length; ) {
    const message = messageAt(datagram, at);
    if (message === undefined) return undefined;
    const type = message.readUInt16LE(4);
    if (type === NLMSG_ERROR || type === NLMSG_DONE) return {sockets, last: true, errno: errnoOf(message)};
    if (type === SOCK_DIAG_BY_FAMILY && message.length >= SOCKET_SIZE) addSocket(sockets, message);
    at += aligned(message.length);
  }
  return datagram.length === 0 ? undefined : {sockets, last: false, errno: 0};
}

function messageAt(datagram: Buffer, at: number): Buffer | undefined {
  if (at + HEADER_SIZE > datagram.length) return undefined;
  const length = datagram.readUInt32LE(at);
  return length < HEADER_SIZE || at + length > datagram.length
    ? undefined
    : datagram.subarray(at, at + length);
}

/** The errno of NLMSG_ERROR and NLMSG_DONE: an int follows the header, which is 0 or a negative errno. */
function errnoOf(message: Buffer): number {
  return message.length < HEADER_SIZE + 4 ? 0 : Math.max(0, -message.readInt32LE(HEADER_SIZE));
}

function addSocket(sockets: Map<number, UnixSocket>, message: Buffer): void {
  const inode = message.readUInt32LE(HEADER_SIZE + 4);
  if (inode === 0) return;
  const attributes = attributesOf(message.subarray(SOCKET_SIZE));
  const peer = attributes.get(UNIX_DIAG_PEER);
  const name = attributes.get(UNIX_DIAG_NAME);
  const queued = inodesIn(attributes.get(UNIX_DIAG_ICONS) ?? Buffer.alloc(0));
  sockets.set(inode, {
    type: types[message.readUInt8(HEADER_SIZE + 1)] ?? 'unknown',
    state: states[message.readUInt8(HEADER_SIZE + 2)] ?? 'unknown',
    peerInode: (peer !== undefined && peer.length >= 4 && peer.readUInt32LE(0)) || undefined,
    name: name && boundName(name),
    ...(queued.length > 0 && {queuedInodes: queued}),
  });
}

/** The inodes of a queue, a u32 each; 0 stands for a socket that was closed meanwhile, and is left out. */
function inodesIn(bytes: Buffer): number[] {
  const inodes: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) inodes.push(bytes.readUInt32LE(at));
  return inodes.filter(inode => inode !== 0);
}

/**
 * The attributes of a message by type. Each begins with its length and its type (u16 each), and is padded to four
 * bytes.
 */
function attributesOf(bytes: Buffer): Map<number, Buffer> {
  const attributes = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16LE(at);
    if (length < 4 || at + length > bytes.length) break;
    attributes.set(bytes.readUInt16LE(at + 2), bytes.subarray(at + 4, at + length));
    at += aligned(length);
  }
  return attributes;
}

/**
 * A copy of a name, since the memory of the datagram is reused. The NUL at the end of a path is left out; an
 * abstract name has none.
 */
function boundName(name: Buffer): Uint8Array | undefined {
  if (name.length === 0) return undefined;
  const isPath = name[0] !== 0;
  return Uint8Array.from(isPath && name.at(-1) === 0 ? name.subarray(0, -1) : name);
}

function aligned(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** The socket with this inode among all unix sockets; ENOENT where none of them has it. */
export function socketAmong(all: Read<ReadonlyMap<number, UnixSocket>>, inode: number): Read<UnixSocket> {
  if (!all.ok) return all;
  const socket = all.value.get(inode);
  return socket ? found(socket) : unreadable('ENOENT');
}
