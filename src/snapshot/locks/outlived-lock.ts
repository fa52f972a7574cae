import type {LockClass} from '../../parse/locks/lock-line.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import type {Evidence} from '../evidence.ts';
import {isDaemonOfItsProgram} from '../families/daemon.ts';
import {precedenceOf, wasThereBefore} from '../families/pid-order.ts';
import {exitEvidence} from '../inheritance/exited.ts';
import type {TracedDescriptor} from '../inheritance/inherited-fds.ts';
import type {InheritedFrom, OriginSign} from '../inheritance/origin.ts';
import {neverReceives} from '../programs/known-programs.ts';
import type {Snapshot} from '../snapshot.ts';
import type {FileLock, LockHolder} from './file-lock.ts';

/**
 * A lock that outlived the process that took it, because other processes have the open file description from there.
 */
export interface OutlivedLock {
  readonly class: LockClass;
  readonly mode: 'read' | 'write';
  /** null where it is not known. */
  readonly path: string | null;
  /** Whether the file has no name any more; null where the path is. */
  readonly deleted: boolean | null;
  /** The process that took it; null where the kernel does not say, or its pid may have been reused. */
  readonly acquirerPid: number | null;
  /** The processes that keep it, each with its descriptor: first the one that it is about, or the eldest. */
  readonly holders: readonly [OpenFile, ...OpenFile[]];
  readonly certainty: 'proven' | 'likely';
  /**
   * Whether the holders inherited it; false: one of them may have received it over a UNIX socket, since it isn't known to
   * descend from the acquirer, or has such a socket.
   */
  readonly isInherited: boolean;
  /** Whether it is certain that the acquirer was there before every holder; false: their pids, which come round, say so. */
  readonly isCertain: boolean;
  /** Where to see that the acquirer has exited; null where the kernel does not name it. */
  readonly gone: Evidence | null;
  /** What shows that it was inherited from a process that has exited, where the acquirer does not show it. */
  readonly shownBy: OriginSign | null;
}

/**
 * A lock as one that outlived its acquirer; undefined where it did not, or where a daemon holds it that its program
 * became. Of a flock whose acquirer has exited, and was
 * there before every holder for certain, it is proven if these are orphans, or below one, and run programs that take no
 * descriptors from others; where the kernel does not name the acquirer, the origin of the eldest holder's descriptor shows it, likely.
 */
export function outlivedLockOf(
  snapshot: Snapshot,
  lock: FileLock,
  origin: () => InheritedFrom | undefined,
): OutlivedLock | undefined {
  const [eldest, ...others] = lock.holders;
  if (!eldest || !mayBeInherited(lock) || isDaemonOfItsProgram(eldest.process)) return undefined;
  const {class: lockClass, mode, address: path, deleted, acquirerPid} = lock;
  const facts = {class: lockClass, mode, path, deleted, holders: [eldest, ...others] as const};
  if (lock.acquirerAlive === false && acquirerPid !== null) {
    const processes = lock.holders.map(({process}) => process);
    if (!processes.every(process => wasThereBefore(snapshot, acquirerPid, process))) return undefined;
    const isCertain = processes.every(process => precedenceOf(snapshot, acquirerPid, process) === 'before');
    const gone = exitEvidence(snapshot, acquirerPid);
    const isInherited = lock.holders.every(hasInherited);
    return leftBy(acquirerPid, {isCertain, isInherited}, {...facts, gone});
  }
  return likelyFrom(origin(), {...facts, gone: null});
}

/** A lock held through a descriptor, as one that outlived its acquirer; undefined where it did not. */
export function outlivedLockThrough(traced: TracedDescriptor): OutlivedLock | undefined {
  const {one, eldestOrigin} = traced;
  const self: OpenFile = {process: one.process, descriptor: one.descriptor};
  const holders = [self, ...one.otherHolders] as const;
  if (holders.some(({process}) => isDaemonOfItsProgram(process))) return undefined;
  if (!isWithinReach(traced)) return undefined;
  const [path, deleted] = [one.address(), one.deleted()];
  const left = one.leftBehindLock();
  if (left) {
    const {class: lockClass, mode, acquirerPid, isCertain, gone} = left;
    const facts = {class: lockClass, mode, path, deleted, holders, gone};
    return leftBy(acquirerPid, {isCertain, isInherited: one.inheritedLock() !== undefined}, facts);
  }
  const lock = one.locks().find(held => mayBeInherited(held) && !isAcquirerGone(held));
  if (!lock) return undefined;
  const {class: lockClass, mode} = lock;
  const facts = {class: lockClass, mode, path, deleted, holders, gone: null};
  return likelyFrom(eldestOrigin(), facts);
}

/**
 * Whether a process that doesn't have the lock can meet it: by the name of the file, or where that was deleted through an
 * open file description of its own. A new lock file of that name is another file.
 */
export function isWithinReach({one, openers}: TracedDescriptor): boolean {
  if (!one.deleted()) return true;
  const holders = [{process: one.process, descriptor: one.descriptor}, ...one.otherHolders];
  const isHolder = ({process, descriptor}: OpenFile) =>
    holders.some(held => held.process === process && held.descriptor.fd === descriptor.fd);
  return !openers().every(isHolder);
}

type Facts = Pick<OutlivedLock, 'class' | 'mode' | 'path' | 'deleted' | 'holders' | 'gone'>;
type Held = Pick<FileLock, 'class' | 'acquirerPid' | 'acquirerAlive'>;

function leftBy(
  acquirerPid: number,
  {isCertain, isInherited}: {readonly isCertain: boolean; readonly isInherited: boolean},
  facts: Facts,
): OutlivedLock {
  const isKnown = facts.holders.every(({process}) => neverReceives(process));
  const certainty = isCertain && isInherited && isKnown ? 'proven' : 'likely';
  return {...facts, acquirerPid, certainty, isInherited, isCertain, shownBy: null};
}

function likelyFrom(origin: InheritedFrom | undefined, facts: Facts): OutlivedLock | undefined {
  if (origin?.from.alive !== false) return undefined;
  const {shownBy} = origin.from;
  return {...facts, acquirerPid: null, certainty: 'likely', isInherited: true, isCertain: true, shownBy};
}

/** flock(2) and OFD locks live as long as the open file description; a lease does, too, but gives way. */
function mayBeInherited({class: lockClass, acquirerAlive}: Held): boolean {
  return (lockClass === 'flock' || lockClass === 'ofd') && acquirerAlive !== true;
}

/** Then the holders show whether they inherited it: one that had the description before the acquirer did not. */
function isAcquirerGone({acquirerPid, acquirerAlive}: Held): boolean {
  return acquirerPid !== null && acquirerAlive === false;
}

function hasInherited({origin}: LockHolder): boolean {
  return origin?.kind === 'inherited';
}
