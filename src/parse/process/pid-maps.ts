import {decodeText} from '../text.ts';

/** A file mapped into a process. */
export interface MappedFile {
  readonly path: string;
  readonly inode: number;
  /** Whether the kernel says that this file has no name any more: replaced or removed since it was mapped. */
  readonly deleted: boolean;
}

/** Where memory begins, and the first address after it. */
export interface AddressRange {
  readonly start: bigint;
  readonly end: bigint;
}

const DELETED = ' (deleted)';

/** Which files are mapped, by /proc/PID/maps: "254:0 2385325", device (major:minor in decimal) and inode. */
export function parseMappedInodes(bytes: Buffer): ReadonlySet<string> {
  const line = /^[0-9a-f]+-[0-9a-f]+ \S{4} [0-9a-f]+ ([0-9a-f]+):([0-9a-f]+) ([1-9]\d*)\b/gm;
  const decimal = (hex = '') => Number.parseInt(hex, 16);
  return new Set(
    [...bytes.toString('latin1').matchAll(line)].map(
      ([, major, minor, inode]) => `${decimal(major)}:${decimal(minor)} ${inode}`,
    ),
  );
}

/** The distinct files of /proc/PID/maps (proc_pid_maps(5)), without heap, stacks and memory that is no file. */
export function parsePidMaps(bytes: Buffer): MappedFile[] {
  const files = new Map<string, MappedFile>();
  for (const line of decodeText(bytes).split('\n')) {
    const [, inode, name] =
      /^[0-9a-f]+-[0-9a-f]+ \S{4} [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ (\d+)\s+(\/.*)$/.exec(line) ?? [];
    if (name === undefined || inode === '0' || files.has(name)) continue;
    const deleted = name.endsWith(DELETED);
    // The kernel writes a newline in a name as \012, and nothing else that way.
    const path = (deleted ? name.slice(0, -DELETED.length) : name).replaceAll('\\012', '\n');
    files.set(name, {path, inode: Number(inode), deleted});
  }
  return [...files.values()];
}

/** Where /proc/PID/maps has memory that processes share by mmap(2) MAP_SHARED or shmat(2): "s" among its permissions. */
export function parseSharedRanges(bytes: Buffer): AddressRange[] {
  return [...bytes.toString('latin1').matchAll(/^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ...s /gm)].map(
    ([, start, end]) => ({start: BigInt(`0x${start}`), end: BigInt(`0x${end}`)}),
  );
}
