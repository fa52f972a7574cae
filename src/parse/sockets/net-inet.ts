/**
 * A socket in /proc/net/{tcp,tcp6,udp,udp6}: proc_pid_net(5). Addresses are as people write them: "127.0.0.1:80",
 * "[::1]:80".
 */
export interface InetSocket {
  readonly inode: number;
  readonly local: string;
  /** null for a socket without a peer: a listener, an unconnected datagram socket. */
  readonly remote: string | null;
  /** "LISTEN", "ESTABLISHED" … of tcp(7); a UDP socket is "ESTABLISHED" when connected, "CLOSE" otherwise. */
  readonly state: string;
}

/** The states in the order of their numbers, which begin at 1: include/net/tcp_states.h. */
const states = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'NEW_SYN_RECV',
];

/**
 * Parses a table of sockets; lines of another form (the heading) are left out. Inode 0 (TIME_WAIT) belongs to no
 * descriptor.
 */
export function parseNetInet(bytes: Buffer): InetSocket[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .flatMap(line => parseLine(line) ?? []);
}

function parseLine(line: string): InetSocket | undefined {
  const fields = line.trim().split(/\s+/);
  const [, local, remote, state] = fields;
  const inode = Number(fields[9]);
  const localAddress = addressOf(local ?? '');
  const remoteAddress = addressOf(remote ?? '');
  if (!localAddress || !remoteAddress || !Number.isInteger(inode)) return undefined;
  return {
    inode,
    local: localAddress.text,
    remote: remoteAddress.port === 0 ? null : remoteAddress.text,
    state: states[Number.parseInt(state ?? '', 16) - 1] ?? `state ${state}`,
  };
}

/**
 * Decodes address and port: the address in 32-bit words of the byte order of the machine, the port as a plain
 * number.
 */
function addressOf(field: string): {text: string; port: number} | undefined {
  const [, hex, portHex] = /^((?:[0-9A-F]{8}){1,4}):([0-9A-F]{4})$/.exec(field) ?? [];
  if (hex === undefined || portHex === undefined) return undefined;
  const port = Number.parseInt(portHex, 16);
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap(wordBytes);
  return {text: inetText(bytes, port), port};
}

/** An address of 4 or 16 bytes and a port, as people write them. */
export function inetText(bytes: readonly number[], port: number): string {
  return bytes.length === 4 ? `${bytes.join('.')}:${port}` : `[${ipv6Text(bytes)}]:${port}`;
}

/**
 * The bytes of a word in the order of the address: on x86-64 and arm64, which are little-endian, the last printed
 * byte is the first.
 */
function wordBytes(word: string): number[] {
  return (word.match(/../g) ?? []).reverse().map(byte => Number.parseInt(byte, 16));
}

/**
 * An IPv6 address as RFC 5952 writes it: the longest run of zero groups as "::"; an IPv4-mapped address keeps its
 * dots.
 */
function ipv6Text(bytes: readonly number[]): string {
  const groups = Array.from({length: 8}, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16),
  );
  if (groups.slice(0, 5).every(group => group === '0') && groups[5] === 'ffff') {
    return `::ffff:${bytes.slice(12).join('.')}`;
  }
  const zeros = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(match => match[0]);
  const longest = zeros.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) return groups.join(':');
  const text = groups.join(':').replace(longest, ':');
  return text.startsWith(':') && !text.startsWith('::')
    ? `:${text}`
    : text.endsWith(':') && !text.endsWith('::')
      ? `${text}:`
      : text;
}
