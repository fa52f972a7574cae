import {orUndefined, unreadable} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {LockClass} from '../../parse/locks/lock-line.ts';
import type {Descriptor} from '../descriptor.ts';
import {candidatesOn} from '../descriptors/candidates.ts';
import {deviceNumbers} from '../device.ts';
import {seenAt} from '../evidence.ts';
import {groupBy} from '../group-by.ts';
import {readSeenLocks, type SeenLock} from '../locks/lock-holders.ts';
import {lockTable} from '../locks/lock-table.ts';
import type {Process} from '../process.ts';
import {sleptThrough} from '../second-look.ts';
import type {Snapshot} from '../snapshot.ts';
import type {AwaitedLock} from './awaited.ts';
import {searchBlockingLocks} from './blocking-locks.ts';
import {type Ender, foundAtOnce, type Search} from './search.ts';
import {lockSeen, type WaitEvidence} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

/** Longer than what polls for a lock sleeps between two tries: sqlite up to 100 ms, portalocker 250 ms. */
const APART_MS = 300;

const time: WakeUp = {kind: 'time'};

/** How often a process at least opens a file that it tries to lock meanwhile. */
const FEWEST_OPENINGS = 2;

/**
 * What a process likely waits for that sleeps for short times, again and again: a lock for writing that another process has
 * on a file. It has the file open, and no lock on it itself, as SQLite with a busy timeout has; or it opens the file again
 * and again, as Python's filelock does, which only root can see.
 */
export async function searchPolledLock(
  snapshot: Snapshot,
  waiter: Process,
  syscalls: Syscalls,
): Promise<Search> {
  const locked = lockedByOthers(snapshot, waiter);
  if (locked.size === 0) return foundAtOnce([], [time]);
  const open = lockOnOpen(waiter, locked);
  if (!open) return foundAtOnce(await openersAgain(snapshot, waiter, syscalls), [time]);
  if ((await sleptThrough(snapshot, waiter, {apartMs: APART_MS})) !== false) return foundAtOnce([], [time]);
  const search = searchBlockingLocks(snapshot, waiter, open, syscalls);
  return {
    ...search,
    find: (files, most) => ({enders: search.find(files, most).enders, others: [time]}),
  };
}

/** The lock on a file that a process has open. */
function lockOnOpen(waiter: Process, locked: ReadonlyMap<string, LockClass>): AwaitedLock | undefined {
  for (const descriptor of orUndefined(waiter.descriptors()) ?? []) {
    const lockClass = classOn(descriptor, locked);
    if (lockClass) return {kind: 'lock', class: lockClass, descriptor, wish: undefined, certainty: 'likely'};
  }
  return undefined;
}

/** The holders of the locks on files that a process opens again and again. */
async function openersAgain(snapshot: Snapshot, waiter: Process, syscalls: Syscalls): Promise<Ender[]> {
  const inodes = (orUndefined(lockTable(snapshot)) ?? []).map(({lock}) => lock.inode);
  const candidates = candidatesOn(inodes, syscalls);
  const held = readSeenLocks(snapshot, syscalls, {openFiles: undefined, candidates}).filter(
    ({line, holders}) =>
      line.mode === 'write' && line.class !== 'lease' && holders.every(({process}) => process !== waiter),
  );
  const byPath = new Map(held.flatMap(lock => pathsOf(lock).map(path => [path, lock] as const)));
  const [openings, slept] = await Promise.all([
    syscalls.fileOpenings([...byPath.keys()], APART_MS),
    sleptThrough(snapshot, waiter, {apartMs: APART_MS}),
  ]);
  if (slept !== false) return [];
  return [...(orUndefined(openings) ?? [])].flatMap(([path, pids]) => {
    const times = pids.filter(pid => pid === waiter.pid).length;
    const lock = byPath.get(path);
    return lock && times >= FEWEST_OPENINGS ? holdersOf(lock, waiter, times) : [];
  });
}

/** A way to the file that leads there whatever its name is by now: only one that answers stat(2). */
function pathsOf({holders: [first]}: SeenLock): string[] {
  return first?.descriptor.stat().ok ? [`/proc/${first.process.pid}/fd/${first.descriptor.fd}`] : [];
}

function holdersOf({line, holders}: SeenLock, waiter: Process, times: number): Ender[] {
  const opened: WaitEvidence = {
    ...seenAt('fanotify(7)', `FAN_OPEN by ${waiter.pid}`, times),
    shows: {kind: 'openings', seconds: APART_MS / 1000},
  };
  return [...groupBy(holders, ({process}) => process)].map(([process, own]) => ({
    process,
    kind: 'waits-for-lock',
    target: {kind: 'link', link: orUndefined(own[0]?.descriptor.target() ?? unreadable('ENOENT')) ?? '?'},
    fds: own.map(({descriptor}) => descriptor.fd),
    certainty: 'likely',
    evidence: [opened, ...own.map(({descriptor}) => lockSeen(process, descriptor.fd, line))],
    lock: line,
  }));
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
