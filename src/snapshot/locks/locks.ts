import type {FileStat} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {LockEntry} from '../../parse/locks/proc-locks.ts';
import {candidatesOn} from '../descriptors/candidates.ts';
import {isDeleted} from '../descriptors/kind.ts';
import type {FindOpenFiles, OpenFile} from '../descriptors/open-files.ts';
import {deviceNumbers} from '../device.ts';
import {Adoptions} from '../families/adoption.ts';
import {LOCKS_ELSEWHERE} from '../gap-names.ts';
import {groupBy} from '../group-by.ts';
import {Ancestry} from '../inheritance/ancestry.ts';
import {DescriptorPassing} from '../inheritance/passing.ts';
import {once} from '../once.ts';
import {isInInitialPidNamespace, showsInitialPidNamespace} from '../pid-namespace.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {FileLock, LockHolder} from './file-lock.ts';
import {callsOn, type LockCall, readLockCalls} from './lock-calls.ts';
import {
  howHeld,
  isAcquirerAlive,
  isAcquirerHidden,
  lockKey,
  readSeenLocks,
  type SeenLock,
} from './lock-holders.ts';
import {lockTable, lockTableNow} from './lock-table.ts';
import {namedWaiters, unlistedWaiters} from './lock-waiters.ts';

/**
 * The locks on files, each with its true holders. /proc/locks is asked first: without a lock in it nothing
 * else is read. Then the fdinfo of whatever leads to such an inode, or has a path where the kernel can't be asked
 * for that: the pid in /proc/locks is that of the acquirer. In a pid namespace other than the initial one /proc/locks
 * hides the locks of acquirers that have exited or are outside, so that every fdinfo counts there.
 *
 * @param openFiles where the kernel can't be asked who has a file open; if not given, every link is read there
 */
export function readLocks(snapshot: Snapshot, syscalls: Syscalls, openFiles?: FindOpenFiles): FileLock[] {
  const table = lockTable(snapshot);
  const entries = orUndefined(table) ?? [];
  const areAllListed = table.ok && isInInitialPidNamespace(snapshot);
  if (areAllListed && entries.length === 0) return [];
  const inodes = entries.map(({lock}) => lock.inode);
  const candidates = areAllListed ? candidatesOn(inodes, syscalls) : undefined;
  const pairs = pairUp(entries, readSeenLocks(snapshot, syscalls, {openFiles, candidates}));
  const calls = once(() => readLockCalls(snapshot, syscalls));
  const passing = new DescriptorPassing(snapshot, syscalls);
  const ancestry = new Ancestry(snapshot, new Adoptions(snapshot, syscalls), passing);
  const held = (seen: SeenLock) => howHeld(seen, ancestry, passing);
  return withoutReleased(snapshot, pairs).map(pair => fileLock(snapshot, pair, calls, held));
}

/**
 * Whether there may be locks that are not visible from here: in a pid namespace other than the initial one, the locks
 * of processes outside of it. The ledger then notes that.
 */
export function areLocksHidden(snapshot: Snapshot): boolean {
  const isHidden = showsInitialPidNamespace(snapshot) === false;
  if (isHidden) snapshot.ledger.note(LOCKS_ELSEWHERE, 'EXDEV');
  return isHidden;
}

/** The locks on one file, by whatever name: as /proc/locks has its device and inode, or else as stat(2) has them for a holder. */
export function locksOn(file: FileStat, locks: readonly FileLock[]): FileLock[] {
  return locks.filter(lock => isLockOn(file, lock));
}

export function isLockOn(file: FileStat, lock: FileLock): boolean {
  const held = lock.holders[0] && orUndefined(lock.holders[0].descriptor.stat());
  if (held) return held.device === file.device && held.inode === file.inode;
  return lock.device === deviceNumbers(file.device) && lock.inode === file.inode;
}

/** A lock in /proc/locks and in the fdinfo of its holders; one of them may be missing. */
interface Pair {
  readonly line: LockLine;
  readonly entry: LockEntry | undefined;
  readonly holders: readonly OpenFile[];
}

/** Of locks that look equal, it does not matter which is which: the n-th entry goes with the n-th description. */
function pairUp(entries: readonly LockEntry[], seen: readonly SeenLock[]): Pair[] {
  const holdersByKey = groupBy(seen, ({line}) => lockKey(line));
  const listed = entries.map(entry => {
    const holders = holdersByKey.get(lockKey(entry.lock))?.shift()?.holders ?? [];
    return {line: entry.lock, entry, holders};
  });
  const unlisted = [...holdersByKey.values()].flat();
  return [...listed, ...unlisted.map(({line, holders}) => ({line, entry: undefined, holders}))];
}

/** A lock without a holder may just have been released between the two looks. */
function withoutReleased(snapshot: Snapshot, pairs: readonly Pair[]): readonly Pair[] {
  if (pairs.every(({holders}) => holders.length > 0)) return pairs;
  const still = new Set((orUndefined(lockTableNow(snapshot)) ?? []).map(({lock}) => lockKey(lock)));
  return pairs.filter(({line, holders}) => holders.length > 0 || still.has(lockKey(line)));
}

function fileLock(
  snapshot: Snapshot,
  {line, entry, holders}: Pair,
  everyCall: () => LockCall[],
  held: (seen: SeenLock) => LockHolder[],
): FileLock {
  const calls = once(() => callsOn(line, holders[0], everyCall()));
  const waiters = entry
    ? namedWaiters(snapshot, entry.requests, calls)
    : unlistedWaiters(calls().filter(call => call.class === line.class));
  const opener = holders[0] ?? (waiters.length > 0 ? calls()[0] : undefined);
  const {class: lockClass, mode, breaking, breakingTo, device, inode, start, end, acquirerPid} = line;
  return {
    class: lockClass,
    mode,
    breaking,
    breakingTo,
    ...pathThrough(snapshot, opener),
    device,
    inode,
    start,
    end,
    acquirerPid,
    acquirerAlive: isAcquirerAlive(snapshot, {line, holders}),
    acquirerHidden: isAcquirerHidden(snapshot, {line, holders}),
    holders: held({line, holders}),
    waiters,
    holderVisible: holders.length > 0,
  };
}

function pathThrough(
  snapshot: Snapshot,
  file: OpenFile | undefined,
): Pick<FileLock, 'path' | 'address' | 'deleted'> {
  const target = file && orUndefined(file.descriptor.target());
  if (file === undefined || target === undefined) return {path: null, address: null, deleted: null};
  const {process, descriptor} = file;
  const deleted = isDeleted(descriptor);
  const path = deleted ? target.replace(/ \(deleted\)$/, '') : target;
  return {path, address: deleted ? path : addressOf(snapshot, process, descriptor, path), deleted};
}
