import {isDeepStrictEqual} from 'node:util';
import {orUndefined} from '../../kernel/read.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {Descriptor} from '../descriptor.ts';
import {deviceNumbers} from '../device.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Awaited, wokenBy} from './awaited.ts';
import type {EdgeTarget} from './edge.ts';
import {type ListedRequest, listedRequestsOf, queueEvidence} from './listed-requests.ts';
import {type Ender, foundAtOnce, type Search} from './search.ts';
import {listedSeen, lockSeen} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

/**
 * What a thread of a process waits for by /proc/locks, which names the process of a flock or POSIX lock and not the
 * thread: a lock on one of its descriptors where they can be read, or else what the table itself shows. Where the
 * process has asked for several, it is one of these, so that the others may end without it.
 */
export function listedWaitsOf(snapshot: Snapshot, pid: number): Awaited[] {
  const all = listedRequestsOf(snapshot, pid);
  const certainty = all.length === 1 ? 'proven' : 'likely';
  const process = snapshot.find(pid);
  const waits = all.flatMap((listed): Awaited[] => {
    const {request} = listed;
    if (request.class !== 'flock' && request.class !== 'posix') return [];
    const descriptor = process && descriptorOf(process, request);
    return descriptor
      ? [{kind: 'lock', class: request.class, descriptor, wish: request, certainty}]
      : [{kind: 'listed-lock', ...listed, certainty}];
  });
  return waits.length > 1 ? [...waits, wokenBy({kind: 'unseen'})] : waits;
}

/** The process that took a lock which is in the way. */
export function searchListedLock(
  snapshot: Snapshot,
  {certainty, ...listed}: Awaited & {kind: 'listed-lock'},
): Search {
  const {class: lockClass, inode, device} = listed.lock;
  const acquirers = acquirersOf(snapshot, listed, {kind: 'file', inode, device});
  const enders = acquirers.map(ender => (certainty === 'likely' ? {...ender, certainty} : ender));
  const hidden: WakeUp = {kind: 'lock-holder-unseen', class: lockClass, file: {inode, device}};
  return foundAtOnce(enders, enders.length === 0 ? [hidden] : []);
}

/**
 * The acquirer of a lock, if it lives and is not seen to have given the lock up: it may have passed a flock on to a
 * child, and closed its own descriptor. Where its descriptors can't be read, it likely holds the lock.
 */
export function acquirersOf(
  snapshot: Snapshot,
  {lock, request, behind}: ListedRequest,
  target: EdgeTarget,
): Ender[] {
  const process = lock.acquirerPid === null ? undefined : snapshot.find(lock.acquirerPid);
  if (!process || process.isZombie()) return [];
  const open = orUndefined(process.descriptors());
  const fds = open?.filter(descriptor => keepsLock(descriptor, lock)).map(({fd}) => fd);
  if (fds?.length === 0) return [];
  const evidence = [
    listedSeen(lock, {kind: 'lock-request', requesterPid: request.acquirerPid, lock}),
    ...(fds ?? []).map(fd => lockSeen(process, fd, lock)),
    ...queueEvidence({lock, request, behind}),
  ];
  const certainty = fds ? 'proven' : 'likely';
  return [{process, kind: 'waits-for-lock', target, fds: fds ?? [], certainty, evidence}];
}

/** Whether an open descriptor shows a lock of /proc/locks. */
export function keepsLock(descriptor: Descriptor, lock: LockLine): boolean {
  return (orUndefined(descriptor.info())?.locks ?? []).some(own => isDeepStrictEqual(own, lock));
}

function descriptorOf(process: Process, {inode, device}: LockLine): Descriptor | undefined {
  const open = orUndefined(process.descriptors()) ?? [];
  const named = open.filter(descriptor => orUndefined(descriptor.target())?.startsWith('/'));
  const sameInode = named.filter(descriptor => orUndefined(descriptor.stat())?.inode === inode);
  // On btrfs and overlayfs, stat(2) has another device than /proc/locks.
  return (
    sameInode.find(descriptor => deviceNumbers(orUndefined(descriptor.stat())?.device ?? 0) === device) ??
    sameInode[0]
  );
}
