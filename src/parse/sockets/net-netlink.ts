/** A socket in /proc/net/netlink: netlink(7). */
export interface NetlinkSocket {
  readonly inode: number;
  /** The family of netlink(7), by name: "route", "audit"; a number that has no name here is itself. */
  readonly protocol: string;
  /** The address that the kernel sends to, a pid as a rule; null: not bound. */
  readonly portId: number | null;
}

/** <linux/netlink.h>. */
const protocols: Readonly<Record<string, string>> = {
  '0': 'route',
  '2': 'usersock',
  '4': 'sock_diag',
  '5': 'nflog',
  '6': 'xfrm',
  '7': 'selinux',
  '8': 'iscsi',
  '9': 'audit',
  '10': 'fib_lookup',
  '11': 'connector',
  '12': 'netfilter',
  '15': 'kobject_uevent',
  '16': 'generic',
  '18': 'scsitransport',
  '20': 'rdma',
  '21': 'crypto',
};

/** Parses /proc/net/netlink; lines of another form (the heading) are left out. */
export function parseNetNetlink(bytes: Buffer): NetlinkSocket[] {
  const line = /^\S+ +(\d+) +(\d+) +[0-9a-f]{8} +-?\d+ +-?\d+ +\d+ +\d+ +\d+ +(\d+) *$/gm;
  return [...bytes.toString('latin1').matchAll(line)].map(([, number = '', portId, inode]) => ({
    inode: Number(inode),
    protocol: protocols[number] ?? number,
    portId: portId === '0' ? null : Number(portId),
  }));
}
