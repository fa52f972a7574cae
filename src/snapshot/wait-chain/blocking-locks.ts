import {orUndefined} from '../../kernel/read.ts';
import type {LockClass, LockLine} from '../../parse/locks/lock-line.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited} from './awaited.ts';
import type {EdgeTarget} from './edge.ts';
import {acquirersOf} from './listed-locks.ts';
import {type ListedRequest, listedRequestsOf, queueEvidence} from './listed-requests.ts';
import {sameFiles} from './same-file.ts';
import {type Ender, foundAtOnce, type Search} from './search.ts';
import {lockSeen} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

type AwaitedLock = Awaited & {readonly kind: 'lock'};

/** Which classes conflict with one another: flock(2) locks do so only among themselves. */
const conflicting: Readonly<Record<AwaitedLock['class'], readonly LockClass[]>> = {
  flock: ['flock'],
  posix: ['posix', 'ofd'],
  ofd: ['posix', 'ofd'],
};

/**
 * The processes whose fdinfo shows a lock that is in the way of an awaited one. The pid in a lock is that of its
 * acquirer, which may have exited while a child holds the lock that it inherited.
 */
export function searchBlockingLocks(snapshot: Snapshot, waiter: Process, awaited: AwaitedLock): Search {
  const {descriptor} = awaited;
  const path = orUndefined(descriptor.target());
  const hidden: WakeUp = {
    kind: 'lock-holder-unseen',
    class: awaited.class,
    file: path === undefined ? null : {path: addressOf(snapshot, waiter, descriptor, path)},
  };
  if (path === undefined) return foundAtOnce([], [hidden]);
  const target: EdgeTarget = {kind: 'link', link: addressOf(snapshot, waiter, descriptor, path)};
  return {
    link: path,
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
      const files = sameFiles(open, path, descriptor).filter(file => blocking(file).length > 0);
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
            ...own.flatMap(file => blocking(file).map(lock => lockSeen(process, file.descriptor.fd, lock))),
            // Which request for an OFD lock is the waiter's, the kernel does not show.
            ...(listed && awaited.class !== 'ofd' ? queueEvidence(listed) : []),
          ],
        }),
      );
      const enders = seen.length === 0 && listed ? acquirersOf(snapshot, listed, target) : seen;
      return {enders, others: enders.length === 0 ? [hidden] : []};
    },
  };
}

/** The waiter's request in /proc/locks. A request for an OFD lock has no pid, so that any request for one counts. */
function requestOf(
  snapshot: Snapshot,
  waiter: Process,
  {class: lockClass, descriptor}: AwaitedLock,
): ListedRequest | undefined {
  const inode = orUndefined(descriptor.stat())?.inode;
  const name = lockClass === 'ofd' ? null : waiter.pid;
  return listedRequestsOf(snapshot, name).find(
    ({request}) => request.class === lockClass && request.inode === inode,
  );
}

/** POSIX locks of one process never conflict with each other, nor do OFD locks of one open file description. */
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
