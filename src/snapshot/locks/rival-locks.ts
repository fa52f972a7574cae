import {orUndefined} from '../../kernel/read.ts';
import {overlap} from '../../parse/locks/byte-range.ts';
import type {Process} from '../process.ts';
import {hasOurMounts} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {FileLock} from './file-lock.ts';
import {lockKey} from './lock-holders.ts';
import {lockTableNow} from './lock-table.ts';

/** Two locks that look like one, and that two programs can have at the same time. */
export interface RivalLock {
  /**
   * "file-replaced": the lock is on a deleted file, the rival on the file that has its name now. "other-kind": flock(2)
   * on one side, fcntl(2) on the other, which ignore each other on one file.
   */
  readonly because: 'file-replaced' | 'other-kind';
  readonly lock: FileLock;
}

/** Which lock has which rival. */
export type RivalLocks = ReadonlyMap<FileLock, RivalLock>;

/**
 * The locks that would exclude each other if they were on one file, or of one kind, each pair under the deleted file or
 * under the flock. Their holders are no kin and no common process: one program may well take both kinds, or the lock of
 * the new file before it drops the old one.
 */
export function rivalsAmong(snapshot: Snapshot, locks: readonly FileLock[]): RivalLocks {
  const held = locks.filter(({holders}) => holders.length > 0);
  const found = held.flatMap(lock => {
    const rival = rivalOf(snapshot, lock, held);
    return rival ? [[lock, rival] as const] : [];
  });
  // A lock file that was deleted is unlocked at once where a program removes it as its last deed.
  const now = found.length === 0 ? [] : (orUndefined(lockTableNow(snapshot)) ?? []);
  const still = new Set(now.map(({lock}) => lockKey(lock)));
  return new Map(found.filter(([lock, rival]) => [lock, rival.lock].every(one => isListed(one, still))));
}

/** The locks of a selection, with those that are rivals of one of them. */
export function withRivals(
  locks: readonly FileLock[],
  rivals: RivalLocks,
  isSelected: (lock: FileLock) => boolean,
): FileLock[] {
  return locks.filter(lock => {
    const rival = rivals.get(lock);
    return isSelected(lock) || (rival !== undefined && isSelected(rival.lock));
  });
}

function rivalOf(snapshot: Snapshot, lock: FileLock, all: readonly FileLock[]): RivalLock | undefined {
  const because = lock.deleted ? 'file-replaced' : 'other-kind';
  const isRival = because === 'file-replaced' ? hasItsName : isOfOtherKind;
  const rival = all.find(
    other =>
      isRival(lock, other) &&
      overlap(lock, other) &&
      (because === 'file-replaced' ? haveOurMounts(snapshot, lock, other) : true) &&
      !areKin(snapshot, lock, other),
  );
  return rival && {because, lock: rival};
}

/** Whether the other is on the file that now has the name of this one's, and would be in its way there. */
function hasItsName(lock: FileLock, other: FileLock): boolean {
  const isInTheWay = isFlock(lock) === isFlock(other) && (lock.mode === 'write' || other.mode === 'write');
  return isInTheWay && other.deleted === false && other.path === lock.path && other.device === lock.device;
}

/** Whether this one is an exclusive flock, and the other an exclusive lock of fcntl(2), on one file. */
function isOfOtherKind(lock: FileLock, other: FileLock): boolean {
  const areExclusive = lock.mode === 'write' && other.mode === 'write';
  const isOneFile = lock.device === other.device && lock.inode === other.inode;
  return areExclusive && isOneFile && isFlock(lock) && (other.class === 'posix' || other.class === 'ofd');
}

function isFlock({class: lockClass}: FileLock): boolean {
  return lockClass === 'flock';
}

/** A path means one place only to processes with the same mounts. */
function haveOurMounts(snapshot: Snapshot, ...locks: readonly FileLock[]): boolean {
  return locks.every(lock => holdersOf(lock).every(process => hasOurMounts(snapshot, process) === true));
}

function areKin(snapshot: Snapshot, one: FileLock, other: FileLock): boolean {
  return holdersOf(one).some(a =>
    holdersOf(other).some(
      b => a === b || snapshot.ancestors(a).includes(b) || snapshot.ancestors(b).includes(a),
    ),
  );
}

function holdersOf({holders}: FileLock): Process[] {
  return holders.map(({process}) => process);
}

function isListed(lock: FileLock, listed: ReadonlySet<string>): boolean {
  return listed.has(lockKey({...lock, granted: true}));
}
