import type {LockClass} from '../../parse/locks/lock-line.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import type {Inheritance} from '../inheritance/inherited-descriptor.ts';
import type {TracedDescriptor} from '../inheritance/inherited-fds.ts';
import type {FileLock} from './file-lock.ts';

/** A lock that lives on, though whoever took it is gone, in processes that have the open file description from there. */
export interface HeirLock {
  readonly class: LockClass;
  readonly mode: 'read' | 'write';
  /** null where it is not known. */
  readonly path: string | null;
  /** Who took it; null where the kernel does not tell, or tells a pid that is another process's by now. */
  readonly acquirerPid: number | null;
  /** Who keeps it, each with its descriptor: first the one that it is about, or the eldest. */
  readonly holders: readonly [OpenFile, ...OpenFile[]];
  readonly certainty: 'proven' | 'likely';
  /** Whether they inherited it; else they may have received it over a UNIX socket as well. */
  readonly isInherited: boolean;
  /** What shows that it was inherited from one who is gone, a line each. */
  readonly evidence: readonly string[];
}

/** As fdinfo and /proc/locks write the class of a lock. */
const writtenAs: Readonly<Record<LockClass, string>> = {
  flock: 'FLOCK',
  posix: 'POSIX',
  ofd: 'OFDLCK',
  lease: 'LEASE',
};

/** The pid of an acquirer, as the kernel writes it: -1 for an OFD lock, 0 for a process of another pid namespace. */
function acquirerText({class: lockClass, acquirerPid}: Pick<HeirLock, 'class' | 'acquirerPid'>): string {
  return String(acquirerPid ?? (lockClass === 'ofd' ? -1 : 0));
}

/** The `lock:` line in the fdinfo of a holder, as far as it tells the lock from others. */
export function lockEvidence(
  {process, descriptor}: OpenFile,
  lock: Pick<FileLock, 'class' | 'mode' | 'acquirerPid'>,
): string {
  return `/proc/${process.pid}/fdinfo/${descriptor.fd}: lock: ${writtenAs[lock.class]} ${lock.mode.toUpperCase()} ${acquirerText(lock)}`;
}

/**
 * A lock as one that only heirs keep; undefined where it is none. Of a flock whose acquirer is gone, and was there
 * before every holder, it is proven if these are orphans, or below one; where the kernel does not tell the acquirer,
 * the origin of the eldest holder's descriptor tells, likely.
 */
export function heirLockOf(lock: FileLock, origin: () => Inheritance | undefined): HeirLock | undefined {
  const [eldest, ...others] = lock.holders;
  if (!eldest || !mayBeInherited(lock)) return undefined;
  const {class: lockClass, mode, path, acquirerPid} = lock;
  const facts = {class: lockClass, mode, path, holders: [eldest, ...others] as const};
  const line = lockEvidence(eldest, lock);
  if (lock.acquirerAlive === false && acquirerPid !== null) {
    if (!lock.holders.every(({process}) => acquirerPid < process.pid)) return undefined;
    return leftBy(acquirerPid, lock.holders.every(isHeir), line, facts);
  }
  return likelyFrom(origin(), line, facts);
}

/** A lock held through a descriptor, likewise. */
export function heirLockThrough({one, origin}: TracedDescriptor): HeirLock | undefined {
  const self: OpenFile = {process: one.process, descriptor: one.descriptor};
  const holders = [self, ...one.otherHolders] as const;
  const left = one.leftLock();
  if (left) {
    const facts = {class: left.class, mode: left.mode, path: one.target(), holders};
    return leftBy(left.acquirerPid, one.outlivedLock() !== undefined, lockEvidence(self, left), facts);
  }
  const lock = one.locks().find(held => mayBeInherited(held) && !isAcquirerGone(held));
  if (!lock) return undefined;
  const facts = {class: lock.class, mode: lock.mode, path: one.target(), holders};
  return likelyFrom(origin(), lockEvidence(self, lock), facts);
}

type Facts = Pick<HeirLock, 'class' | 'mode' | 'path' | 'holders'>;
type Held = Pick<FileLock, 'class' | 'acquirerPid' | 'acquirerAlive'>;

function leftBy(acquirerPid: number, isInherited: boolean, line: string, facts: Facts): HeirLock {
  const evidence = [line, `/proc/${acquirerPid}: not there, or a zombie`];
  if (isInherited) return {...facts, acquirerPid, certainty: 'proven', isInherited, evidence};
  const parents = `nothing shows that every holder descends from ${acquirerPid}`;
  return {...facts, acquirerPid, certainty: 'likely', isInherited, evidence: [...evidence, parents]};
}

function likelyFrom(origin: Inheritance | undefined, line: string, facts: Facts): HeirLock | undefined {
  if (origin?.alive !== false) return undefined;
  return {
    ...facts,
    acquirerPid: null,
    certainty: 'likely',
    isInherited: true,
    evidence: [line, origin.because],
  };
}

/** flock(2) and OFD locks live as long as the open file description; a lease does, too, but gives way. */
function mayBeInherited({class: lockClass, acquirerAlive}: Held): boolean {
  return (lockClass === 'flock' || lockClass === 'ofd') && acquirerAlive !== true;
}

/** Then those who have the description tell whether they are heirs: one that had it before the acquirer is none. */
function isAcquirerGone({acquirerPid, acquirerAlive}: Held): boolean {
  return acquirerPid !== null && acquirerAlive === false;
}

function isHeir({how}: FileLock['holders'][number]): boolean {
  return how === 'inherited by fork' || how === 'inherited over exec';
}
