/** A socket in /proc/net/packet: packet(7). */
export interface PacketSocket {
  readonly inode: number;
  /** raw: with the link-layer header. datagram: without. */
  readonly type: 'raw' | 'datagram';
  /** The EtherType that it receives, by name: "all", "ip", "0x88cc"; null: none yet. */
  readonly protocol: string | null;
}

const types: Readonly<Record<string, PacketSocket['type']>> = {'2': 'datagram', '3': 'raw', '10': 'raw'};

/** <linux/if_ether.h>. */
const protocols: Readonly<Record<string, string>> = {
  '0003': 'all',
  '0800': 'ip',
  '0806': 'arp',
  '86dd': 'ipv6',
  '888e': 'eapol',
};

/** Parses /proc/net/packet; lines of another form (the heading) are left out. */
export function parseNetPacket(bytes: Buffer): PacketSocket[] {
  const line = /^\S+ +\d+ +(\d+) +([0-9a-f]{4}) +-?\d+ +\d+ +\d+ +\d+ +(\d+) *$/gm;
  return [...bytes.toString('latin1').matchAll(line)].flatMap(([, number = '', protocol = '', inode]) => {
    const type = types[number];
    const name = protocol === '0000' ? null : (protocols[protocol] ?? `0x${protocol}`);
    return type ? [{inode: Number(inode), type, protocol: name}] : [];
  });
}
