import type {Syscalls} from '../../kernel/syscalls.ts';
import type {Evidence} from '../evidence.ts';
import {looksAdopted} from '../families/looks-adopted.ts';
import {precedenceOf} from '../families/pid-order.ts';
import {HIDDEN_PROCESSES, UNRECORDED_PROCESSES} from '../gap-names.ts';
import {exitEvidence} from '../inheritance/exited.ts';
import {readLockedFds, type TracedDescriptor} from '../inheritance/inherited-fds.ts';
import type {InheritedFrom} from '../inheritance/origin.ts';
import {secondsSinceLastRun} from '../last-run.ts';
import {once, onceEach} from '../once.ts';
import {isInInitialPidNamespace, showsInitialPidNamespace} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {FileLock, LockHolder} from './file-lock.ts';
import {groupMappings, mappingAcquirer, pathMapped} from './lock-mappings.ts';
import {isWithinReach, type OutlivedLock, outlivedLockOf} from './outlived-lock.ts';
import {type ParkedLock, parkedLock} from './parked-locks.ts';
import type {RivalLock, RivalLocks} from './rival-locks.ts';

/** A lock with what shows who keeps it, and who waits for it. */
export interface LockCase {
  readonly lock: FileLock;
  /** Of the file: one that leads there from here, or else as it was asked about; null where it is known by its inode only. */
  readonly path: string | null;
  /** Whether nothing is known to be hidden that may be a descriptor of it. */
  readonly isEverythingSeen: boolean;
  /**
   * Where no descriptor is seen that keeps it: its acquirer, if that has the file mapped, and so keeps it, as every JVM does;
   * undefined where that is not shown.
   */
  readonly keeper: () => Process | undefined;
  /**
   * Where its descriptors can't be read: the living process that took a POSIX lock, which belongs to it (fcntl(2), F_SETLK),
   * unless its pid has been reused.
   */
  readonly likelyHolder: Process | undefined;
  /** Where no descriptor is seen that keeps it: the processes that have the file mapped, and so may. */
  readonly mappedBy: () => readonly Process[];
  /** That systemd keeps it for a dynamic user, without a descriptor; undefined where nothing shows that. */
  readonly parked: ParkedLock | undefined;
  /** Whether it is in the list though its holder is outside of the pid namespace, as far as is visible. */
  readonly isFromOutside: boolean;
  /** Undefined where it is in order: its acquirer lives, or a holder had the descriptor before the acquirer. */
  readonly outlivedLock: () => OutlivedLock | undefined;
  /** Where to see that the acquirer has exited; undefined where it has not, or that is not known. */
  readonly acquirerExit: Evidence | undefined;
  /** Whether its acquirer has exited, and came after the eldest holder, as far as their pids show. */
  readonly isAcquirerLater: boolean;
  /** For how long the waiter with a pid has waited at least, in seconds; null where that is not known. */
  readonly waitedSeconds: (pid: number) => number | null;
  /** A lock that looks like this one, and doesn't exclude it; undefined where there is none. */
  readonly rival: RivalLock | undefined;
}

/**
 * Looks closer at locks: where their holders' descriptors come from, and since when their waiters sleep.
 * @param rivals of these locks, among all that there are
 * @param asked the path of the file that they are on, if they were asked for by it
 */
export async function readLockCases(
  snapshot: Snapshot,
  locks: readonly FileLock[],
  syscalls: Syscalls,
  {rivals, asked}: {readonly rivals?: RivalLocks; readonly asked?: string | undefined} = {},
): Promise<LockCase[]> {
  const keepers = new Set(
    locks
      .filter(lock => isOutlived(snapshot, lock))
      .flatMap(({holders}) => holders.map(({process}) => process)),
  );
  const traced = tracedHolders(snapshot, syscalls);
  const originOf = originsOfHolders(snapshot, keepers, traced);
  // A process of several threads may run on in the others.
  const waiters = locks
    .flatMap(lock => lock.waiters)
    .flatMap(({pid}) => (pid === null ? [] : (snapshot.find(pid) ?? [])))
    .filter(({stat}) => stat.threads === 1);
  const idleOf = await secondsSinceLastRun(snapshot, waiters);
  const mappingOf = groupMappings(snapshot, locks, syscalls);
  const isEverythingSeen = seesEverything(snapshot);
  const isInside = showsInitialPidNamespace(snapshot) === false;
  const cases = locks.map(lock => ({
    lock,
    parked: parkedLock(snapshot, lock),
    keeper: once(() => mappingAcquirer(snapshot, lock)),
  }));
  return cases.map(({lock, parked, keeper}) => ({
    lock,
    parked,
    path: lock.address ?? asked ?? parked?.path ?? pathMapped(keeper(), lock),
    keeper,
    likelyHolder: likelyHolderOf(snapshot, lock),
    isFromOutside: isInside && mayBeFromOutside(lock),
    isEverythingSeen,
    mappedBy: () => mappingOf(lock),
    outlivedLock: once(() => {
      const outlived = outlivedLockOf(snapshot, lock, () => originOf(lock.holders[0]));
      // Whoever waits for a lock on a deleted file has it open.
      const isMet = lock.deleted !== true || lock.waiters.length > 0;
      return isMet || isHolderWithinReach(traced(lock.holders[0])) ? outlived : undefined;
    }),
    acquirerExit: exitOf(snapshot, lock),
    isAcquirerLater: isAcquirerLater(snapshot, lock),
    rival: rivals?.get(lock),
    waitedSeconds: pid => {
      const waiter = waiters.find(process => process.pid === pid);
      return waiter ? idleOf(waiter) : null;
    },
  }));
}

/**
 * /proc/locks leaves out what was locked from outside of the pid namespace, but for OFD locks, which have no owner
 * (locks_show() in fs/locks.c).
 */
function mayBeFromOutside({class: lockClass, holderVisible, waiters}: FileLock): boolean {
  return lockClass === 'ofd' && !holderVisible && waiters.length === 0;
}

function likelyHolderOf(snapshot: Snapshot, lock: FileLock): Process | undefined {
  const {class: lockClass, acquirerPid, acquirerHidden} = lock;
  return lockClass === 'posix' && acquirerHidden && acquirerPid !== null
    ? snapshot.find(acquirerPid)
    : undefined;
}

function exitOf(snapshot: Snapshot, {acquirerPid, acquirerAlive}: FileLock): Evidence | undefined {
  return acquirerPid !== null && acquirerAlive === false ? exitEvidence(snapshot, acquirerPid) : undefined;
}

function isAcquirerLater(snapshot: Snapshot, {acquirerPid, acquirerAlive, holders}: FileLock): boolean {
  const [eldest] = holders;
  if (!eldest || acquirerPid === null || acquirerAlive !== false) return false;
  return precedenceOf(snapshot, acquirerPid, eldest.process) === 'probably-after';
}

const gaps = ['fd', 'fdinfo', HIDDEN_PROCESSES, UNRECORDED_PROCESSES];

function seesEverything(snapshot: Snapshot): boolean {
  return isInInitialPidNamespace(snapshot) === true && !snapshot.ledger.lacks(...gaps);
}

/** Whether the acquirer shows that it outlived it, so that the origin of its descriptor need not be asked. */
function isOutlived(snapshot: Snapshot, lock: FileLock): boolean {
  return outlivedLockOf(snapshot, lock, () => undefined) !== undefined;
}

type TraceHolder = (holder: LockHolder | undefined) => TracedDescriptor | undefined;

/** The descriptor of a holder, with who else has it, and from whom: looked for once for all locks of a process. */
function tracedHolders(snapshot: Snapshot, syscalls: Syscalls): TraceHolder {
  const tracedOf = onceEach((process: Process) => readLockedFds(snapshot, process, syscalls));
  return holder => holder && tracedOf(holder.process).find(({one}) => one.fd === holder.descriptor.fd);
}

function isHolderWithinReach(traced: TracedDescriptor | undefined): boolean {
  return traced !== undefined && isWithinReach(traced);
}

/**
 * From whom the eldest of a holder's line has its descriptor. All of the machine's descriptors are looked at for that,
 * so that only processes are asked of which it may say something: orphans, and the keepers of another lock that outlived
 * its acquirer.
 */
function originsOfHolders(
  snapshot: Snapshot,
  keepers: ReadonlySet<Process>,
  traced: TraceHolder,
): (holder: LockHolder | undefined) => InheritedFrom | undefined {
  return holder => {
    if (!holder) return undefined;
    const {process} = holder;
    if (!keepers.has(process) && !looksAdopted(snapshot, process)) return undefined;
    return traced(holder)?.eldestOrigin();
  };
}
