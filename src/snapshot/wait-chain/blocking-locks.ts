import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {overlap} from '../../parse/locks/byte-range.ts';
import type {LockClass, LockLine} from '../../parse/locks/lock-line.ts';
import type {LockWish} from '../../parse/locks/struct-flock.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {sameDescription} from '../descriptors/same-description.ts';
import {deviceNumbers} from '../device.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {AwaitedLock} from './awaited.ts';
import type {EdgeTarget} from './edge.ts';
import {acquirersOf} from './listed-locks.ts';
import {type ListedRequest, listedRequestsOf, queueEvidence} from './listed-requests.ts';
import {type Ender, foundAtOnce, type Search} from './search.ts';
import {lockSeen} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

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
export function searchBlockingLocks(
  snapshot: Snapshot,
  waiter: Process,
  awaited: AwaitedLock,
  syscalls: Syscalls,
): Search {
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
      const asked = requestsLike(snapshot, waiter, awaited);
      const [listed, ...others] = asked;
      const isKnown = listed !== undefined && others.every(one => isSameWish(one.request, listed.request));
      const wishes = listed ? asked.map(({request}) => request) : [awaited.wish ?? []].flat();
      const blocking = (file: OpenFile) =>
        (orUndefined(file.descriptor.info())?.locks ?? []).filter(
          lock =>
            conflicting[awaited.class].includes(lock.class) &&
            (wishes.length === 0 || wishes.some(wish => conflicts(lock, wish))) &&
            !isOwn(file, waiter, awaited, lock, syscalls),
        );
      const files = open.sameFiles(path, descriptor).filter(file => blocking(file).length > 0);
      const holders = groupBy(files, ({process}) => process);
      const seen = [...holders].map(
        ([process, own]): Ender => ({
          process,
          kind: 'waits-for-lock',
          target,
          fds: own.map(({descriptor: {fd}}) => fd),
          certainty: isKnown ? awaited.certainty : 'likely',
          lock: own.flatMap(blocking)[0],
          evidence: [
            ...own.flatMap(file => blocking(file).map(lock => lockSeen(process, file.descriptor.fd, lock))),
            // Of several equal requests for an OFD lock, the kernel does not show which is the waiter's.
            ...(listed && others.length === 0 ? queueEvidence(listed) : []),
          ],
        }),
      );
      const enders = seen.length === 0 && listed && isKnown ? acquirersOf(snapshot, listed, target) : seen;
      // Of requests that differ one may be free of what is in the way of the others.
      return {enders, others: enders.length === 0 || (others.length > 0 && !isKnown) ? [hidden] : []};
    },
  };
}

/**
 * The requests that may be the one of a waiting thread: of its process and class, on the file of its descriptor, and for
 * what it wants, where that is known. A request for an OFD lock names no process.
 */
function requestsLike(
  snapshot: Snapshot,
  waiter: Process,
  {class: lockClass, descriptor, wish}: AwaitedLock,
): ListedRequest[] {
  const file = orUndefined(descriptor.stat());
  const alike = listedRequestsOf(snapshot, lockClass === 'ofd' ? null : waiter.pid).filter(
    ({request}) =>
      request.class === lockClass && request.inode === file?.inode && (!wish || isSameWish(request, wish)),
  );
  // On btrfs and overlayfs, stat(2) has another device than /proc/locks.
  const onDevice = alike.filter(({request}) => request.device === deviceNumbers(file?.device ?? 0));
  return onDevice.length > 0 ? onDevice : alike;
}

/** Whether two ask for the same lock: of the same mode, on the same bytes. */
function isSameWish(a: LockWish, b: LockWish): boolean {
  return a.mode === b.mode && a.start === b.start && a.end === b.end;
}

/** POSIX locks of one process never conflict with each other, nor do OFD locks of one open file description. */
function isOwn(
  {process, descriptor}: OpenFile,
  waiter: Process,
  awaited: AwaitedLock,
  lock: LockLine,
  syscalls: Syscalls,
): boolean {
  if (lock.class === 'posix') return awaited.class === 'posix' && process === waiter;
  if (lock.class !== 'ofd' || awaited.class !== 'ofd') return false;
  return sameDescription(descriptor, awaited.descriptor, syscalls) !== undefined;
}

function conflicts(lock: LockWish, wish: LockWish): boolean {
  return overlap(lock, wish) && (lock.mode === 'write' || wish.mode === 'write');
}
