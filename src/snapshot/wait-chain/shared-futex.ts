import {orUndefined} from '../../kernel/read.ts';
import type {SharedMapping} from '../../parse/process/pid-maps.ts';
import {seenAt, seenIn} from '../evidence.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readMemory} from '../task-memory.ts';
import type {Awaited} from './awaited.ts';
import type {Edge} from './edge.ts';
import type {Ender, Search} from './search.ts';
import type {WaitEvidence} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

type SharedFutex = Awaited & {readonly kind: 'shared-futex'};

/** A futex word that names its owner: FUTEX_WAITERS and FUTEX_TID_MASK of <linux/futex.h>. */
const WAITERS = 0x8000_0000;
const TID_MASK = 0x3fff_ffff;

/** The start of pthread_mutex_t of the GNU C library on 64-bit machines: __lock, __count, __owner, __nusers, __kind. */
const MUTEX_BYTES = 20;
const OWNER_AT = 8;
const KIND_AT = 16;
/** PTHREAD_MUTEX_ROBUST_NORMAL_NP and PTHREAD_MUTEX_PRIO_INHERIT_NP, which may come with other bits. */
const NAMES_OWNER = 0x10 | 0x20;

/**
 * The processes that can end a wait on a futex(2) in memory that several have mapped: process-shared mutexes, condition
 * variables and semaphores, sem_open(3) and what is built on them. A robust or priority-inheriting mutex has the thread
 * id of its owner in the word; of others any process that has the memory mapped may be the one.
 */
export function searchSharedFutex(snapshot: Snapshot, waiter: Process, awaited: SharedFutex): Search {
  return {
    find() {
      const sharers = sharersOf(snapshot, awaited.mapping).filter(process => process !== waiter);
      const owner = ownerOf(snapshot, [waiter, ...sharers], awaited);
      if (owner?.process === waiter) return {enders: [], others: [{kind: 'own-thread'}]};
      if (owner) return {enders: [toEnder(awaited, owner, 'waits-for-lock')], others: []};
      const enders = sharers.map(process =>
        toEnder(awaited, {process, certainty: 'likely', evidence: []}, 'shares-memory'),
      );
      return {enders, others: othersFor(waiter, enders)};
    },
  };
}

function othersFor(waiter: Process, enders: readonly Ender[]): WakeUp[] {
  const isAlone = waiter.liveThreads().length === 1;
  if (enders.length > 0)
    return [...(isAlone ? [] : [{kind: 'own-thread'} as const]), {kind: 'sharer-unseen'}];
  return [isAlone ? {kind: 'no-other-thread', memory: 'shared'} : {kind: 'shared-memory'}];
}

/** By device and inode, the processes that have a file or anonymous memory mapped for sharing. */
const byMapping = oncePer((snapshot: Snapshot): ReadonlyMap<string, readonly Process[]> => {
  const found = new Map<string, Process[]>();
  for (const process of snapshot.others())
    for (const key of new Set((orUndefined(process.sharedMemory()) ?? []).map(keyOf)))
      found.set(key, [...(found.get(key) ?? []), process]);
  return found;
});

function sharersOf(snapshot: Snapshot, mapping: SharedMapping): readonly Process[] {
  return byMapping(snapshot).get(keyOf(mapping)) ?? [];
}

function keyOf({device, inode}: SharedMapping): string {
  return `${device} ${inode}`;
}

/** The process that has the lock, with what shows it. */
interface Owner extends Pick<Ender, 'certainty' | 'evidence'> {
  readonly process: Process;
}

/**
 * The owner by the word, which the waiter expects in it (futex(2), val), or which FUTEX_LOCK_PI has there. It is proven
 * where the kernel keeps the word (PI), or the mutex around it says that it is one of those kinds and of that owner.
 */
function ownerOf(
  snapshot: Snapshot,
  sharers: readonly Process[],
  {tid, address, value, isPi}: SharedFutex,
): Owner | undefined {
  const memory = readMemory(snapshot, tid, address, MUTEX_BYTES);
  const word = isPi ? memory?.readUInt32LE() : value;
  if (word === undefined || (!isPi && word < WAITERS)) return undefined;
  const owner = word & TID_MASK;
  const process = owner === 0 ? undefined : sharers.find(one => hasThread(one, owner));
  if (!process) return undefined;
  const isMutex =
    memory !== undefined &&
    memory.readUInt32LE(OWNER_AT) === owner &&
    (memory.readUInt32LE(KIND_AT) & NAMES_OWNER) !== 0;
  const at = `0x${address.toString(16)}`;
  const seen: WaitEvidence = {
    ...(isPi ? seenAt(`/proc/${tid}/mem`, at, hex(word)) : seenIn(tid, 'syscall', 'val', hex(word))),
    shows: {kind: 'futex-owner', tid: owner},
  };
  return {process, certainty: isPi || isMutex ? 'proven' : 'likely', evidence: [seen]};
}

/** The word has the number that the thread has in its own pid namespace. */
function hasThread(process: Process, tid: number): boolean {
  return process.liveThreads().some(thread => {
    const numbers = orUndefined(thread.status())?.nspids;
    return (numbers?.at(-1) ?? thread.tid) === tid;
  });
}

function toEnder({mapping}: SharedFutex, {process, certainty, evidence}: Owner, kind: Edge['kind']): Ender {
  return {
    process,
    kind,
    target: {kind: 'link', link: mapping.path},
    fds: [],
    certainty,
    evidence: [...evidence, seenIn(process.pid, 'maps', `inode ${mapping.inode}`, mapping.path)],
  };
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}
