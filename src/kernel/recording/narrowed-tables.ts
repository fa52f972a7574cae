import {majorAndMinor} from '../device-number.ts';
import type {Procfs} from '../procfs.ts';
import {orUndefined} from '../read.ts';

/** The tables of the sockets in a network namespace, whose lines have the inode as one of their words. */
export const socketTable = /(?:^|\/)net\/(?:tcp6?|udp6?|udplite6?|icmp6?|raw6?|packet|netlink|unix)$/;

/** The inodes of the sockets that these processes have open. */
export function socketInodesOf(pids: ReadonlySet<number>, procfs: Procfs): ReadonlySet<string> {
  const inodes = eachDescriptor(pids, procfs, path => {
    const target = orUndefined(procfs.link(path))?.toString('latin1') ?? '';
    return /^socket:\[(\d+)\]$/.exec(target)?.[1];
  });
  return new Set(inodes);
}

/** A table of sockets with the lines of these inodes only. */
export function narrowedSockets(table: Buffer, inodes: ReadonlySet<string>): Buffer {
  const [heading = '', ...lines] = table.toString('latin1').split('\n');
  const own = lines.filter(line => line.split(' ').some(word => inodes.has(word)));
  return Buffer.from([heading, ...own, ''].join('\n'), 'latin1');
}

/**
 * /proc/locks with only the locks that one of these processes took or waits for, or that are on a file that one of
 * them has open, or mapped: mmap(2) keeps a lock whose descriptor is closed. A lock and the requests that wait for it have one number, and stay together.
 */
export function narrowedLocks(table: Buffer, pids: ReadonlySet<number>, procfs: Procfs): Buffer {
  const files = new Set([
    ...eachDescriptor(pids, procfs, path => openFile(procfs, path)),
    ...[...pids].flatMap(pid => mappedFiles(procfs, pid)),
  ]);
  const lines = table.toString('latin1').split('\n');
  const wanted = lines.flatMap(line => {
    const {id, pid, file} = lockLine.exec(line)?.groups ?? {};
    return id !== undefined && (pids.has(Number(pid)) || files.has(file ?? '')) ? id : [];
  });
  const ids = new Set(wanted);
  const own = lines.filter(line => ids.has(lockLine.exec(line)?.groups?.id ?? ''));
  return Buffer.from(own.map(line => `${line}\n`).join(''), 'latin1');
}

/** passwd(5) with only the users of these processes. */
export function narrowedPasswd(passwd: Buffer, pids: ReadonlySet<number>, procfs: Procfs): Buffer {
  const uids = new Set([...pids].flatMap(pid => uidsOf(procfs, pid)));
  const lines = passwd.toString('latin1').split('\n');
  const own = lines.filter(line => uids.has(line.split(':')[2] ?? ''));
  return Buffer.from(own.map(line => `${line}\n`).join(''), 'latin1');
}

/**
 * A line of proc_locks(5): number, arrow of a waiting request, class, kind, mode, pid, device in hexadecimal,
 * inode.
 */
const lockLine =
  /^(?<id>\d+):\s+(?:->\s+)?\w+\s+\w+\s+\w+\s+(?<pid>-?\d+)\s+(?<file>[\da-f]+:[\da-f]+:\d+)\s/;

/**
 * A file in the form of /proc/locks. For file systems with devices of their own (btrfs, overlayfs) the kernel can
 * print another device.
 */
function openFile(procfs: Procfs, path: string): string | undefined {
  const stat = orUndefined(procfs.stat(path));
  if (stat === undefined) return undefined;
  const hex = majorAndMinor(stat.device).map(number => number.toString(16).padStart(2, '0'));
  return `${hex.join(':')}:${stat.inode}`;
}

/** The files in a process's maps, in the form of /proc/locks: both have the kernel's own device, in hexadecimal. */
function mappedFiles(procfs: Procfs, pid: number): string[] {
  const maps = orUndefined(procfs.read(`${pid}/maps`))?.toString('latin1') ?? '';
  return [...maps.matchAll(/^\S+ \S+ \S+ ([\da-f]+:[\da-f]+) ([1-9]\d*) /gm)].map(
    ([, device, inode]) => `${device}:${inode}`,
  );
}

function uidsOf(procfs: Procfs, pid: number): string[] {
  const status = orUndefined(procfs.read(`${pid}/status`))?.toString('latin1') ?? '';
  return /^Uid:\t(.*)$/m.exec(status)?.[1]?.split('\t') ?? [];
}

/** @param tell what to collect for the path of a descriptor */
function eachDescriptor(
  pids: ReadonlySet<number>,
  procfs: Procfs,
  tell: (path: string) => string | undefined,
): string[] {
  return [...pids].flatMap(pid =>
    (orUndefined(procfs.list(`${pid}/fd`)) ?? []).flatMap(fd => tell(`${pid}/fd/${fd}`) ?? []),
  );
}
