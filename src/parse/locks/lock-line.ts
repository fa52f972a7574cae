import {parseInode} from '../inode.ts';
import {type ByteRange, byteOffset} from './byte-range.ts';

const lockClasses = ['flock', 'posix', 'ofd', 'lease'] as const;
export type LockClass = (typeof lockClasses)[number];

/** One line of /proc/locks (proc_locks(5)), which a `lock:` line of fdinfo repeats. */
export interface LockLine extends ByteRange {
  readonly class: LockClass;
  /** Of a lease that is to be given up as a whole, "read": which kind it is, the kernel no longer shows. */
  readonly mode: 'read' | 'write';
  /** Whether the lock is held; false for a request that waits ("->"). */
  readonly granted: boolean;
  /** Whether this is a lease that its holder must give up, because another process opens the file. */
  readonly breaking: boolean;
  /** What is to be left of such a lease; undefined of other locks. */
  readonly breakingTo?: 'read' | 'unlocked' | undefined;
  /**
   * The pid of the process that took the lock, in the reader's pid namespace. If a child inherited the open file
   * description, that process may have exited, and its pid may now be another's. null where the kernel gives none:
   * for an OFD lock (-1), and for an acquirer outside this namespace (0).
   */
  readonly acquirerPid: number | null;
  /** "major:minor" of the file system, in decimal. For an open(2) that waits for a lease: "0:0", and inode 0. */
  readonly device: string;
  readonly inode: number | `${bigint}`;
}

/** A class of locks as /proc/locks and fdinfo write it. */
export const kernelClassNames: Readonly<Record<LockClass, string>> = {
  flock: 'FLOCK',
  posix: 'POSIX',
  ofd: 'OFDLCK',
  lease: 'LEASE',
};
const classes = new Map(lockClasses.map(name => [kernelClassNames[name], name]));
const form =
  /^\s*\d+:\s+(?<waits>->\s+)?(?<class>[A-Z]+)\s+(?<state>\S+)\s+(?<mode>READ|WRITE|UNLCK|NONE)\s+(?<pid>-?\d+)\s+(?:<none>:0|(?<major>[0-9a-f]+):(?<minor>[0-9a-f]+):(?<inode>\d+))\s+(?<start>\d+)\s+(?<end>EOF|\d+)\s*$/;

/**
 * Parses a lock line; undefined for another form, and for a class unknown here (DELEG, which only an NFS server
 * takes).
 */
export function parseLockLine(line: string): LockLine | undefined {
  const fields = form.exec(line)?.groups;
  const lockClass = classes.get(fields?.class ?? '');
  if (!fields || !lockClass) return undefined;
  const pid = Number(fields.pid);
  const breaking = fields.state === 'BREAKING';
  // The kernel shows what a lease is to become: only one for writing is broken to one for reading.
  const isToRead = breaking && fields.mode === 'READ';
  return {
    class: lockClass,
    mode: fields.mode === 'WRITE' || isToRead ? 'write' : 'read',
    granted: fields.waits === undefined,
    breaking,
    ...(breaking && {breakingTo: isToRead ? ('read' as const) : ('unlocked' as const)}),
    acquirerPid: pid > 0 ? pid : null,
    device: `${Number.parseInt(fields.major ?? '0', 16)}:${Number.parseInt(fields.minor ?? '0', 16)}`,
    inode: parseInode(fields.inode ?? '0'),
    start: byteOffset(BigInt(fields.start ?? 0)),
    end: fields.end === 'EOF' ? null : byteOffset(BigInt(fields.end ?? 0)),
  };
}
