import {isDeepStrictEqual} from 'node:util';
import {orUndefined} from '../../kernel/read.ts';
import type {LockLine} from '../../parse/locks/lock-line.ts';
import {parseProcLocks, requestAhead, type WaitingRequest} from '../../parse/locks/proc-locks.ts';
import type {Descriptor} from '../descriptor.ts';
import {deviceNumbers} from '../device.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited} from './awaited.ts';
import {type Ender, foundAtOnce, type Search} from './search.ts';

/** A request that waits, with the lock that is in its way, as everyone may read them in /proc/locks. */
export interface ListedRequest {
  readonly request: WaitingRequest;
  readonly lock: LockLine;
  /** A request that conflicts with it, and is served first. */
  readonly behind: WaitingRequest | undefined;
}

/** All that wait, in the kernel's order; none where /proc/locks may not be read. */
export function listedRequests(snapshot: Snapshot): ListedRequest[] {
  const entries = orUndefined(snapshot.source.read('locks', parseProcLocks)) ?? [];
  return entries.flatMap(({lock, requests}) =>
    requests.map(request => ({request, lock, behind: requestAhead(requests, request)})),
  );
}

/** Which other request is served before one, if the kernel lists it behind that. */
export function queueEvidence({behind}: ListedRequest): string[] {
  if (behind === undefined) return [];
  const {acquirerPid} = behind;
  return [`/proc/locks: ${acquirerPid ?? 'another request'} waits for it, too, and is served first`];
}

/**
 * What a process waits for by /proc/locks, which names the process of a flock or POSIX lock and not the thread:
 * a lock on one of its descriptors if those may be seen, or else what the table itself tells.
 */
export function listedWaitOf(snapshot: Snapshot, pid: number): Awaited | undefined {
  const listed = listedRequests(snapshot).find(({request}) => request.acquirerPid === pid);
  const lockClass = listed?.request.class;
  if (!listed || (lockClass !== 'flock' && lockClass !== 'posix')) return undefined;
  const process = snapshot.find(pid);
  const descriptor = process && descriptorOf(process, listed.request);
  return descriptor ? {kind: 'lock', class: lockClass, descriptor} : {kind: 'listed-lock', ...listed};
}

/** Whoever took a lock that is in the way. */
export function searchListedLock(snapshot: Snapshot, listed: ListedRequest): Search {
  const {class: lockClass, inode, device} = listed.lock;
  const target = `inode ${inode} of device ${device}`;
  const enders = acquirersOf(snapshot, listed, target);
  const hidden = `a ${lockClass} lock on ${target}, whose holder was not seen`;
  return foundAtOnce(enders, enders.length === 0 ? [hidden] : []);
}

/**
 * The acquirer of a lock, if it lives and is not seen to hold it no more: it may have left a flock to a child,
 * and closed its own descriptor. Where its descriptors may not be seen, it likely holds it.
 */
export function acquirersOf(
  snapshot: Snapshot,
  {lock, request, behind}: ListedRequest,
  target: string,
): Ender[] {
  const process = lock.acquirerPid === null ? undefined : snapshot.find(lock.acquirerPid);
  if (!process || process.isZombie()) return [];
  const open = orUndefined(process.descriptors());
  const fds = open?.filter(descriptor => keepsLock(descriptor, lock)).map(({fd}) => fd);
  if (fds?.length === 0) return [];
  const listed = `/proc/locks: ${request.acquirerPid ?? 'a request'} waits for the ${lock.class} ${lock.mode} lock on inode ${lock.inode}, taken by ${process.pid}`;
  const evidence = [
    listed,
    ...(fds ?? []).map(fd => `/proc/${process.pid}/fdinfo/${fd} shows that lock`),
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
  const alike = named.filter(descriptor => orUndefined(descriptor.stat())?.inode === inode);
  // On btrfs and overlayfs, stat(2) has another device than /proc/locks.
  return (
    alike.find(descriptor => deviceNumbers(orUndefined(descriptor.stat())?.device ?? 0) === device) ??
    alike[0]
  );
}
