import type {LockClass} from '../../parse/locks/lock-line.ts';
import type {OpenFile} from '../descriptors/open-files.ts';

/**
 * How a process came to hold a lock. "shared with the acquirer": it has the open file description, and not from the
 * acquirer by fork(2): it had it before that, which may be a mere helper such as flock(1) in `exec 9>lock; flock 9`, or
 * has it from a third, or received it over a UNIX socket. "shares the descriptor table …": a POSIX lock belongs to the
 * table, and processes can have one in common (clone(2), CLONE_FILES).
 */
export type HoldingSince =
  | 'acquired'
  | 'inherited by fork'
  | 'inherited over exec'
  | 'shared with the acquirer'
  | 'shares the descriptor table of the acquirer';

/** A descriptor that keeps a lock, shown by the `lock:` line of its own fdinfo. */
export interface LockHolder extends OpenFile {
  /** null where the kernel does not tell who took the lock: an OFD lock, or an acquirer of another pid namespace. */
  readonly how: HoldingSince | null;
}

/** A process that waits for a lock. */
export interface LockWaiter {
  /** null where the kernel does not name it (of an OFD lock, or in another pid namespace) and no thread was seen waiting. */
  readonly pid: number | null;
  readonly comm: string | null;
  /** null where several wait, and nothing tells which for what. */
  readonly mode: 'read' | 'write' | null;
  /** First byte that it wants, and last byte (null: to the end of the file); both null as for the mode. */
  readonly start: number | null;
  readonly end: number | null;
  /** 1: waits for the lock itself; 2: behind a waiter of depth 1, and so on. null as for the mode. */
  readonly depth: number | null;
  /** The pid of the waiter that it waits behind; null: of none, or one that is not known. */
  readonly behind: number | null;
}

/** A lock on a file, with those who really hold it. */
export interface FileLock {
  readonly class: LockClass;
  /** Of a lease that is being broken no more than what is to be left of it. */
  readonly mode: 'read' | 'write';
  /** Of a lease: whether its holder is to give it up, for those that wait. */
  readonly breaking: boolean;
  /** As a holder has it open, without the mark of a deleted file; null where nobody who has it open was seen. */
  readonly path: string | null;
  /** null where the path is. */
  readonly deleted: boolean | null;
  /** "major:minor" in decimal, of the file system as /proc/locks has it; stat(2) may say another on btrfs and overlayfs. */
  readonly device: string;
  readonly inode: number;
  /** First byte, and last byte; null: to the end of the file. */
  readonly start: number;
  readonly end: number | null;
  /** Who took it; see parse/lock-line for what that is worth. */
  readonly acquirerPid: number | null;
  /** null where there is no pid, or a process of that pid is there and does not hold the lock: it may be another one by now. */
  readonly acquirerAlive: boolean | null;
  /** Whether such a process is there, and its descriptors may not be seen: then it may well hold the lock. */
  readonly acquirerHidden: boolean;
  readonly holders: readonly LockHolder[];
  readonly waiters: readonly LockWaiter[];
  /** Whether a descriptor that keeps the lock was seen. */
  readonly holderVisible: boolean;
}
