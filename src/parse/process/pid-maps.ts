import {parseInode} from '../inode.ts';
import {decodeText} from '../text.ts';

/** A file that is mapped into a process. */
export interface MappedFile {
  readonly path: string;
  readonly inode: number | `${bigint}`;
  /** Whether the kernel marks the file as deleted: it was replaced or removed after it was mapped. */
  readonly deleted: boolean;
}

/** A file without a name that is mapped into a process. */
export interface DeletedMapping {
  /** The name it had last. */
  readonly path: string;
  /** A part of it in memory, as a link in /proc/PID/map_files is called: proc_pid_map_files(5). */
  readonly range: string;
  /** Whether a part of it is executable: a program or a library. */
  readonly isProgram: boolean;
}

/** Memory that several processes may have: `start` is its first address, `end` the first address after it. */
export interface SharedMapping {
  readonly start: bigint;
  readonly end: bigint;
  /** "major:minor" in decimal, which with the inode names the memory, anonymous memory too. */
  readonly device: string;
  readonly inode: number | `${bigint}`;
  /** With " (deleted)" where the file has no name any more: "/dev/zero (deleted)" is anonymous memory. */
  readonly path: string;
}

const DELETED = ' (deleted)';

/**
 * The mapped files in /proc/PID/maps (proc_pid_maps(5)), as device (major:minor in decimal) and inode: "254:0
 * 2385325".
 */
export function parseMappedInodes(bytes: Buffer): ReadonlySet<string> {
  const line = /^[0-9a-f]+-[0-9a-f]+ \S{4} [0-9a-f]+ ([0-9a-f]+):([0-9a-f]+) ([1-9]\d*)\b/gm;
  const decimal = (hex = '') => Number.parseInt(hex, 16);
  return new Set(
    [...bytes.toString('latin1').matchAll(line)].map(
      ([, major, minor, inode]) => `${decimal(major)}:${decimal(minor)} ${inode}`,
    ),
  );
}

/** The distinct files in /proc/PID/maps (proc_pid_maps(5)), without the heap, stacks and anonymous memory. */
export function parsePidMaps(bytes: Buffer): MappedFile[] {
  const files = new Map<string, MappedFile>();
  for (const line of decodeText(bytes).split('\n')) {
    const [, inode, name] =
      /^[0-9a-f]+-[0-9a-f]+ \S{4} [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ (\d+)\s+(\/.*)$/.exec(line) ?? [];
    if (name === undefined || inode === '0' || files.has(name)) continue;
    const deleted = name.endsWith(DELETED);
    // The kernel escapes only a newline in a name, as \012.
    const path = (deleted ? name.slice(0, -DELETED.length) : name).replaceAll('\\012', '\n');
    files.set(name, {path, inode: parseInode(inode ?? '0'), deleted});
  }
  return [...files.values()];
}

/** Names that the kernel gives to what lies in memory: memfd_create(2), shmget(2), shm_open(3), devices, huge pages. */
const inMemory = /^\/(?:memfd:|SYSV[0-9a-f]{8}|dev\/|\[|anon_hugepage)/;

/** The deleted files in /proc/PID/maps (proc_pid_maps(5)) that are on a disk. */
export function parseDeletedMappings(bytes: Buffer): DeletedMapping[] {
  if (!bytes.includes(DELETED)) return [];
  const line = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) [0-9a-f]+ (\S+ \d+) +(\/.*) \(deleted\)$/gm;
  const files = new Map<string, DeletedMapping>();
  for (const [, start = '', end = '', mode, inode, name = ''] of decodeText(bytes).matchAll(line)) {
    if (inMemory.test(name)) continue;
    const range = [start, end].map(address => address.replace(/^0+(?=.)/, '')).join('-');
    const known = files.get(`${inode} ${name}`) ?? {
      path: name.replaceAll('\\012', '\n'),
      range,
      isProgram: false,
    };
    files.set(`${inode} ${name}`, {...known, isProgram: known.isProgram || mode?.includes('x') === true});
  }
  return [...files.values()];
}

/**
 * The ranges in /proc/PID/maps that processes can share, by mmap(2) MAP_SHARED or shmat(2): "s" in their
 * permissions.
 */
export function parseSharedMappings(bytes: Buffer): SharedMapping[] {
  const line = /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ...s [0-9a-f]+ ([0-9a-f]+):([0-9a-f]+) (\d+)[ \t]*(.*)$/gm;
  const decimal = (hex = '') => Number.parseInt(hex, 16);
  return [...decodeText(bytes).matchAll(line)].map(([, start, end, major, minor, inode, path = '']) => ({
    start: BigInt(`0x${start}`),
    end: BigInt(`0x${end}`),
    device: `${decimal(major)}:${decimal(minor)}`,
    inode: parseInode(inode ?? '0'),
    path: path.replaceAll('\\012', '\n'),
  }));
}
