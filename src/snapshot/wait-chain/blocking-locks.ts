import {orUndefined} from '../../kernel/read.ts';
import type {LockClass, LockLine} from '../../parse/locks/lock-line.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited} from './awaited.ts';
import {acquirersOf, type ListedRequest, listedRequests, queueEvidence} from './listed-locks.ts';
import {sameFiles} from './same-file.ts';
import {type Ender, foundAtOnce, type Search} from './search.ts';

type AwaitedLock = Awaited & {readonly kind: 'lock'};

/** Which classes stand in each other's way: flock(2) locks are a world of their own. */
const conflicting: Readonly<Record<AwaitedLock['class'], readonly LockClass[]>> = {
  flock: ['flock'],
  posix: ['posix', 'ofd'],
  ofd: ['posix', 'ofd'],
};

/**
 * Who holds the locks that stand in the way of one that is waited for: the processes in whose fdinfo they
 * show. The pid in a lock is that of its acquirer, which may be gone while an heir holds it.
 */
export function searchBlockingLocks(snapshot: Snapshot, waiter: Process, awaited: AwaitedLock): Search {
  const {descriptor} = awaited;
  const target = orUndefined(descriptor.target());
  if (target === undefined) return foundAtOnce([], ['a lock on a file that was not seen']);
  return {
    link: target,
    find(open) {
      const listed = requestOf(snapshot, waiter, awaited);
      const request = listed?.request;
      const blocking = ({process, descriptor: held}: OpenFile) =>
        (orUndefined(held.info())?.locks ?? []).filter(
          lock =>
            !isOwn(process, held.fd, waiter, awaited, lock) &&
            conflicting[awaited.class].includes(lock.class) &&
            (request === undefined || conflicts(lock, request)),
        );
      const files = sameFiles(open, target, descriptor).filter(file => blocking(file).length > 0);
      const holders = groupBy(files, ({process}) => process);
      const seen = [...holders].map(
        ([process, own]): Ender => ({
          process,
          kind: 'waits-for-lock',
          target,
          fds: own.map(({descriptor: {fd}}) => fd),
          certainty: request ? 'proven' : 'likely',
          lock: own.flatMap(blocking)[0],
          evidence: [
            ...own.flatMap(file => blocking(file).map(lock => evidenceOf(file, lock))),
            // Of an OFD lock it is not told which of the requests is this one.
            ...(listed && awaited.class !== 'ofd' ? queueEvidence(listed) : []),
          ],
        }),
      );
      const enders = seen.length === 0 && listed ? acquirersOf(snapshot, listed, target) : seen;
      return {enders, others: enders.length === 0 ? [`a lock on ${target}, whose holder was not seen`] : []};
    },
  };
}

/** What the waiter asks for, by /proc/locks, which names it; of an OFD lock it names no one, so any such request counts. */
function requestOf(
  snapshot: Snapshot,
  waiter: Process,
  {class: lockClass, descriptor}: AwaitedLock,
): ListedRequest | undefined {
  const inode = orUndefined(descriptor.stat())?.inode;
  const name = lockClass === 'ofd' ? null : waiter.pid;
  return listedRequests(snapshot).find(
    ({request}) => request.class === lockClass && request.inode === inode && request.acquirerPid === name,
  );
}

/** A process's POSIX locks, and a description's OFD locks, never stand in their own way. */
function isOwn(process: Process, fd: number, waiter: Process, awaited: AwaitedLock, lock: LockLine): boolean {
  if (process !== waiter || awaited.class === 'flock') return false;
  return lock.class === 'posix' ? awaited.class === 'posix' : fd === awaited.descriptor.fd;
}

function conflicts(lock: LockLine, request: LockLine): boolean {
  const apart = endOf(lock) < request.start || endOf(request) < lock.start;
  return !apart && (lock.mode === 'write' || request.mode === 'write');
}

function endOf({end}: LockLine): number {
  return end ?? Number.POSITIVE_INFINITY;
}

function evidenceOf({process, descriptor}: OpenFile, lock: LockLine): string {
  const acquirer = lock.acquirerPid === null ? '' : `, taken by ${lock.acquirerPid}`;
  return `/proc/${process.pid}/fdinfo/${descriptor.fd} shows the ${lock.class} ${lock.mode} lock${acquirer}`;
}
