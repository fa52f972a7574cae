import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {looksAdopted} from '../families/looks-adopted.ts';
import type {Inheritance} from '../inheritance/inherited-descriptor.ts';
import {readInheritedFds} from '../inheritance/inherited-fds.ts';
import {secondsSinceLastRun} from '../last-run.ts';
import {once, onceEach} from '../once.ts';
import {isInInitialPidNamespace} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {HIDDEN_PROCESSES, UNRECORDED_PROCESSES} from '../visibility.ts';
import type {FileLock, LockHolder} from './file-lock.ts';
import {groupMappings} from './lock-mappings.ts';
import {type HeirLock, heirLockOf} from './outlived-lock.ts';

/** A lock with what bears on who keeps it, and for whom. */
export interface LockCase {
  readonly lock: FileLock;
  /** Of the file: as a holder has it open, as it was asked about, or else by its inode. */
  readonly name: string;
  /** Whether nothing is known to be hidden that may be a descriptor of it. */
  readonly isEverythingSeen: boolean;
  /** Where no descriptor is seen that keeps it: the processes that have the file mapped, and so may. */
  readonly mappedBy: () => readonly Process[];
  /** Undefined where it is in order: its acquirer lives, or a holder had the descriptor before it. */
  readonly heirLock: () => HeirLock | undefined;
  /** For how long the waiter with a pid has waited at least, in seconds; null where that is not known. */
  readonly waitedSeconds: (pid: number) => number | null;
}

/**
 * Looks closer at locks: where their holders' descriptors come from, and since when their waiters sleep.
 * @param asked the name of the file that they are on, if they were asked for by it
 */
export async function readLockCases(
  snapshot: Snapshot,
  locks: readonly FileLock[],
  syscalls: Syscalls,
  asked?: string,
): Promise<LockCase[]> {
  const heirs = new Set(locks.filter(isOutlived).flatMap(({holders}) => holders.map(({process}) => process)));
  const originOf = originsOfHolders(snapshot, heirs, syscalls);
  // A process of several threads may run on in the others.
  const waiters = locks
    .flatMap(lock => lock.waiters)
    .flatMap(({pid}) => (pid === null ? [] : (snapshot.find(pid) ?? [])))
    .filter(({stat}) => stat.threads === 1);
  const idleOf = await secondsSinceLastRun(snapshot, waiters);
  const mappingOf = groupMappings(snapshot);
  const isEverythingSeen = seesEverything(snapshot);
  return locks.map(lock => ({
    lock,
    name: lock.path ?? asked ?? `inode ${lock.inode} of device ${lock.device}`,
    isEverythingSeen,
    mappedBy: () => (lock.holderVisible || lock.class === 'posix' ? [] : mappingOf(lock)),
    heirLock: once(() => heirLockOf(lock, () => originOf(lock.holders[0]))),
    waitedSeconds: pid => {
      const waiter = waiters.find(process => process.pid === pid);
      return waiter ? idleOf(waiter) : null;
    },
  }));
}

const gaps = ['fd', 'fdinfo', HIDDEN_PROCESSES, UNRECORDED_PROCESSES];

function seesEverything(snapshot: Snapshot): boolean {
  return isInInitialPidNamespace(snapshot) === true && !snapshot.ledger.lacks(...gaps);
}

function isOutlived(lock: FileLock): boolean {
  return heirLockOf(lock, () => undefined) !== undefined;
}

/**
 * From whom a holder has its descriptor. All of the machine's descriptors are looked at for that, once for all locks
 * of a process, so that only those are asked of whom it may tell something: orphans, and the heirs of another lock.
 */
function originsOfHolders(
  snapshot: Snapshot,
  heirs: ReadonlySet<Process>,
  syscalls: Syscalls,
): (holder: LockHolder | undefined) => Inheritance | undefined {
  const tracedOf = onceEach((process: Process) => {
    const locked = (orUndefined(process.descriptors()) ?? []).filter(
      one => (orUndefined(one.info())?.locks.length ?? 0) > 0,
    );
    return readInheritedFds(snapshot, process, locked, syscalls);
  });
  return holder => {
    if (!holder) return undefined;
    const {process, descriptor} = holder;
    if (!heirs.has(process) && !looksAdopted(snapshot, process)) return undefined;
    return tracedOf(process)
      .find(({one}) => one.fd === descriptor.fd)
      ?.origin();
  };
}
