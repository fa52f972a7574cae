import {parseInode} from '../inode.ts';
import {type ByteOffset, byteOffset} from '../locks/byte-range.ts';
import {type LockLine, parseLockLine} from '../locks/lock-line.ts';
import {parseSignalSet, type SignalSet} from '../signals/signal-set.ts';
import {fieldsIn} from './fields.ts';
import {type AccessMode, decodeOpenFlags} from './open-flags.ts';

/**
 * /proc/PID/fdinfo/FD: proc_pid_fdinfo(5). A field that a kind of file lacks, or an older kernel does not print, is
 * undefined.
 */
export interface PidFdinfo {
  /** The file offset of the open file description, in bytes; all descriptors of the description share it. */
  readonly position: ByteOffset;
  readonly accessMode: AccessMode | undefined;
  readonly closeOnExec: boolean;
  /** O_APPEND: whether every write goes to the end of the file, as for a log. */
  readonly append: boolean;
  readonly mountId: number | undefined;
  /** Since Linux 5.14. */
  readonly inode: number | `${bigint}` | undefined;
  /**
   * The locks that are held through this open file description (flock, OFD), or by this process on this file
   * (POSIX, leases).
   */
  readonly locks: readonly LockLine[];
  /** For an eventfd: the number of the object, which is the same in all processes that share it. */
  readonly eventfdId: number | undefined;
  /** For a signalfd: the signals that it takes. */
  readonly signalMask: SignalSet | undefined;
  /** For a timerfd: whether it is to expire once more; undefined for every other file. */
  readonly isTimerArmed: boolean | undefined;
  /** For the master of a pseudoterminal: the N of its /dev/pts/N (since Linux 4.14). */
  readonly ttyIndex: number | undefined;
  /** For /dev/fuse of a FUSE server: the number of the connection, which is the minor of the mount: fuse(4). */
  readonly fuseConnection: number | undefined;
  /** For a pidfd: the pid in each pid namespace, from the procfs mount's inwards; -1 once the process was reaped. */
  readonly pidfdNspids: readonly number[];
}

/** Parses fdinfo; undefined where the position or the flags are missing, which the kernel prints for every file. */
export function parsePidFdinfo(bytes: Buffer): PidFdinfo | undefined {
  const text = `\n${bytes.toString('latin1')}`;
  const field = fieldsIn(text);
  const number = (start: `\n${string}:`) => {
    const value = field(start);
    return value === undefined || !/^\d+$/.test(value) ? undefined : Number(value);
  };
  const inode = field('\nino:') ?? '';
  const position = positionIn(field('\npos:'));
  const flags = field('\nflags:');
  if (position === undefined || flags === undefined || !/^[0-7]+$/.test(flags)) return undefined;
  const {accessMode, closeOnExec, append} = decodeOpenFlags(Number.parseInt(flags, 8));
  return {
    position,
    accessMode,
    closeOnExec,
    append,
    mountId: number('\nmnt_id:'),
    inode: /^\d+$/.test(inode) ? parseInode(inode) : undefined,
    locks: text
      .split('\nlock:')
      .slice(1)
      .flatMap(rest => parseLockLine((rest.split('\n')[0] ?? '').trim()) ?? []),
    eventfdId: number('\neventfd-id:'),
    signalMask: parseSignalSet(field('\nsigmask:') ?? ''),
    isTimerArmed: isArmed(field('\nit_value:')),
    ttyIndex: number('\ntty-index:'),
    fuseConnection: number('\nfuse_connection:'),
    pidfdNspids: (field('\nNSpid:') ?? '').split(/\s+/).filter(Boolean).map(Number),
  };
}

/** The kernel prints it as a signed number, and a place in the upper half of an address space, as in /proc/PID/mem, below 0. */
function positionIn(digits = ''): ByteOffset | undefined {
  if (/^\d{1,15}$/.test(digits)) return Number(digits);
  return /^-?\d+$/.test(digits) ? byteOffset(BigInt.asUintN(64, BigInt(digits))) : undefined;
}

/** The time that is left, as "(SECONDS, NANOSECONDS)": timerfd_create(2). */
function isArmed(left: string | undefined): boolean | undefined {
  return left === undefined ? undefined : left !== '(0, 0)';
}
