import type {InodeNumber} from '../../kernel/procfs.ts';
import type {ByteOffset} from '../../parse/locks/byte-range.ts';
import type {LockClass} from '../../parse/locks/lock-line.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import type {Inherited, PlainOrigin} from '../inheritance/origin.ts';
import type {Process} from '../process.ts';

/** How a process came to hold a lock. */
export type LockOrigin =
  | (PlainOrigin & {readonly kind: 'acquired' | 'shared-with-acquirer' | 'shares-table-of-acquirer'})
  | (Inherited & {readonly by: 'fork' | 'exec'});

/** A descriptor that keeps a lock, shown by the `lock:` line of its own fdinfo. */
export interface LockHolder extends OpenFile {
  /** null where the kernel does not name the acquirer: of an OFD lock, or of one from another pid namespace. */
  readonly origin: LockOrigin | null;
}

/** A process that waits for a lock. */
export interface LockWaiter {
  /** null where the kernel does not name it (of an OFD lock, or in another pid namespace) and no thread was seen waiting. */
  readonly pid: number | null;
  readonly comm: string | null;
  /** Undefined where it isn't visible. */
  readonly process?: Process | undefined;
  /** null where several wait, and nothing shows which of them wants what. */
  readonly mode: 'read' | 'write' | null;
  /** First byte that it wants, and last byte (null: to the end of the file); both null as for the mode. */
  readonly start: ByteOffset | null;
  readonly end: ByteOffset | null;
  /** 1: waits for the lock itself; 2: behind a waiter of depth 1, and so on. null as for the mode. */
  readonly depth: number | null;
  /** The pid of the waiter that it waits behind; null: of none, or one that is not known. */
  readonly behind: number | null;
}

/** A lock on a file, with the processes that really hold it. */
export interface FileLock {
  readonly class: LockClass;
  /** Of a lease that is being broken, what is to be left of it. */
  readonly mode: 'read' | 'write';
  /** Of a lease: whether its holder is to give it up for the processes that wait. */
  readonly breaking: boolean;
  /** What is to be left of it then. */
  readonly breakingTo: 'read' | 'unlocked' | undefined;
  /** As a holder has it open, without the mark of a deleted file; null where no process was seen to have it open. */
  readonly path: string | null;
  /** A path that leads from here to the file, which a holder may see at another; null where the path is. */
  readonly address: string | null;
  /** null where the path is. */
  readonly deleted: boolean | null;
  /** "major:minor" in decimal, of the file system as /proc/locks has it; stat(2) may say another on btrfs and overlayfs. */
  readonly device: string;
  readonly inode: InodeNumber;
  /** First byte, and last byte; null: to the end of the file. */
  readonly start: ByteOffset;
  readonly end: ByteOffset | null;
  /** The process that took it; parse/locks/lock-line says what that is worth. */
  readonly acquirerPid: number | null;
  /** null where there is no pid, or a process of that pid does not hold the lock: the pid may have been reused. */
  readonly acquirerAlive: boolean | null;
  /** Whether a process of that pid is there, and its descriptors can't be read: then it may well hold the lock. */
  readonly acquirerHidden: boolean;
  readonly holders: readonly LockHolder[];
  readonly waiters: readonly LockWaiter[];
  /** Whether a descriptor that keeps the lock was seen. */
  readonly holderVisible: boolean;
}
