const names: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '2': 'igmp',
  '6': 'tcp',
  '17': 'udp',
  '47': 'gre',
  '58': 'icmpv6',
  '89': 'ospf',
  '112': 'vrrp',
  '255': 'raw',
};

/** The protocol of IP with a number in decimal, by name; a number that has no name here is itself: <netinet/in.h>. */
export function ipProtocol(number: string): string {
  return names[number] ?? number;
}
