import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {LockClass} from '../../parse/locks/lock-line.ts';
import type {Descriptor} from '../descriptor.ts';
import {deviceNumbers} from '../device.ts';
import {lockTable} from '../locks/lock-table.ts';
import type {Process} from '../process.ts';
import {sleptThrough} from '../second-look.ts';
import type {Snapshot} from '../snapshot.ts';
import type {AwaitedLock} from './awaited.ts';
import {searchBlockingLocks} from './blocking-locks.ts';
import {foundAtOnce, type Search} from './search.ts';
import type {WakeUp} from './wake-up.ts';

/** Longer than what polls for a lock sleeps between two tries: sqlite up to 100 ms, portalocker 250 ms. */
const APART_MS = 300;

const time: WakeUp = {kind: 'time'};

/**
 * What a process likely waits for that sleeps for short times, again and again, with a file open that another process has
 * locked, and that it has no lock on itself: it polls for the lock, as SQLite with a busy timeout does. What closes the
 * file between two tries shows nothing of that.
 */
export async function searchPolledLock(
  snapshot: Snapshot,
  waiter: Process,
  syscalls: Syscalls,
): Promise<Search> {
  const polled = await polledLock(snapshot, waiter);
  if (!polled) return foundAtOnce([], [time]);
  const search = searchBlockingLocks(snapshot, waiter, polled, syscalls);
  return {
    ...search,
    find: open => ({enders: search.find(open).enders, others: [time]}),
  };
}

async function polledLock(snapshot: Snapshot, waiter: Process): Promise<AwaitedLock | undefined> {
  const locked = lockedByOthers(snapshot, waiter);
  if (locked.size === 0) return undefined;
  for (const descriptor of orUndefined(waiter.descriptors()) ?? []) {
    const lockClass = classOn(descriptor, locked);
    if (lockClass && (await sleptThrough(snapshot, waiter, {apartMs: APART_MS})) === false)
      return {kind: 'lock', class: lockClass, descriptor, wish: undefined, certainty: 'likely'};
  }
  return undefined;
}

/** By inode, on whichever device, the class of a lock for writing: one that is shared rarely keeps others out. */
function lockedByOthers(snapshot: Snapshot, waiter: Process): ReadonlyMap<string, LockClass> {
  const entries = orUndefined(lockTable(snapshot)) ?? [];
  return new Map(
    entries.flatMap(({lock}) =>
      lock.mode === 'write' && lock.acquirerPid !== waiter.pid && lock.class !== 'lease'
        ? [[`${lock.device} ${lock.inode}`, lock.class] as const]
        : [],
    ),
  );
}

function classOn(
  descriptor: Descriptor,
  locked: ReadonlyMap<string, LockClass>,
): AwaitedLock['class'] | undefined {
  if (!orUndefined(descriptor.target())?.startsWith('/')) return undefined;
  const file = orUndefined(descriptor.stat());
  const lockClass = file && locked.get(`${deviceNumbers(file.device)} ${file.inode}`);
  if (lockClass === undefined || lockClass === 'lease') return undefined;
  return (orUndefined(descriptor.info())?.locks ?? []).length === 0 ? lockClass : undefined;
}
