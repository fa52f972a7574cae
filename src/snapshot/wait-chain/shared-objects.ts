import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {parseMessageQueues, parseSemaphoreSets} from '../../parse/system-v.ts';
import {nearRelatives} from '../descriptors/near-relatives.ts';
import {type OpenFile, openFilesByTarget} from '../descriptors/open-files.ts';
import {sameDescription} from '../descriptors/same-description.ts';
import {seenAt} from '../evidence.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited} from './awaited.ts';
import {type Ender, foundAtOnce, type Search} from './search.ts';
import {linkSeen, type WaitEvidence} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

type SystemV = Awaited & {readonly kind: 'ipc-queue' | 'semaphores'};
type Shared = Awaited & {readonly kind: 'eventfd' | 'message-queue'};

/**
 * The processes that have an eventfd(2) or a POSIX message queue, mq_overview(7), besides the one that waits for it. An
 * eventfd has no name, so that only the processes that inherited it can write to it; a queue may be opened by its name.
 * Each event loop has an eventfd of its own, so that for one that is watched only the nearest relatives are looked at.
 */
export function searchSharedFile(
  snapshot: Snapshot,
  waiter: Process,
  awaited: Shared,
  syscalls: Syscalls,
): Search {
  const {kind, descriptor, target, direction, watched} = awaited;
  const isOne = ({process, descriptor: other}: OpenFile) =>
    process !== waiter &&
    (kind === 'eventfd'
      ? sameDescription(descriptor, other, syscalls)?.certainty === 'proven'
      : other.accessMode()?.includes(direction === 'read' ? 'w' : 'r') === true);
  return {
    ...(watched ? {} : {link: target}),
    find(open) {
      const files = watched
        ? (openFilesByTarget(nearRelatives(snapshot, waiter), link => link === target).get(target) ?? [])
        : kind === 'eventfd'
          ? open.linkedTo(target)
          : open.sameFiles(target, descriptor);
      const enders = [...groupBy(files.filter(isOne), ({process}) => process)].map(
        ([process, own]): Ender => ({
          process,
          kind: kind === 'eventfd' ? 'reads-eventfd' : direction === 'read' ? 'reads-queue' : 'writes-queue',
          target: {kind: 'link', link: target},
          fds: own.map(file => file.descriptor.fd),
          certainty: 'proven',
          acts: [direction === 'read' ? 'writes' : 'reads'],
          evidence: own.map(file => linkSeen(process, file.descriptor.fd, target)),
        }),
      );
      return {enders, others: othersFor(waiter, awaited, enders)};
    },
  };
}

/**
 * The process that likely ends a wait for a System V object: who last sent to the queue, or received from it, or changed the
 * semaphore, if that still runs. Any process that knows the id may do that next, and the kernel keeps no list of them.
 */
export function searchSystemV(
  snapshot: Snapshot,
  waiter: Process,
  awaited: SystemV,
  syscalls: Syscalls,
): Search {
  const {kind, id} = awaited;
  const others: WakeUp[] = [kind === 'ipc-queue' ? awaited : {kind: 'semaphore', id}];
  if (!isInOurIpcNamespace(snapshot, waiter)) return foundAtOnce([], others);
  const uses =
    awaited.kind === 'ipc-queue' ? queueUses(snapshot, awaited) : setUses(snapshot, awaited, syscalls);
  const enders = uses.flatMap(({pid, at, seen}): Ender[] => {
    const process = snapshot.find(pid);
    if (!process || process === waiter || process.isZombie() || startedAfter(snapshot, process, at))
      return [];
    return [
      {
        process,
        kind:
          awaited.kind === 'semaphores'
            ? 'waits-for-semaphore'
            : awaited.direction === 'read'
              ? 'reads-queue'
              : 'writes-queue',
        target: {kind: 'ipc', of: kind === 'ipc-queue' ? 'queue' : 'semaphores', id},
        fds: [],
        certainty: 'likely',
        evidence: [seen],
      },
    ];
  });
  return foundAtOnce(enders, others);
}

/** A use of a System V object, and what shows it. */
interface Use {
  readonly pid: number;
  /** In seconds since the epoch. */
  readonly at: number;
  readonly seen: WaitEvidence;
}

/** procdoc sees the objects of its own IPC namespace only, and ids of another one mean other objects. */
function isInOurIpcNamespace({source: {procfs}}: Snapshot, {pid}: Process): boolean {
  const [own, its] = [procfs.link('self/ns/ipc'), procfs.link(`${pid}/ns/ipc`)];
  return own.ok && its.ok && own.value.equals(its.value);
}

function queueUses({source}: Snapshot, {id, direction}: SystemV & {kind: 'ipc-queue'}): Use[] {
  const queue = orUndefined(source.read('sysvipc/msg', parseMessageQueues))?.find(one => one.id === id);
  const [use, field] = direction === 'read' ? [queue?.sent, 'lspid'] : [queue?.received, 'lrpid'];
  if (!use || use.pid === null) return [];
  return [{pid: use.pid, at: use.at, seen: seenAt('/proc/sysvipc/msg', `${field} of ${id}`, use.pid)}];
}

function setUses(
  {source}: Snapshot,
  {id, numbers}: SystemV & {kind: 'semaphores'},
  syscalls: Syscalls,
): Use[] {
  const set = orUndefined(source.read('sysvipc/sem', parseSemaphoreSets))?.find(one => one.id === id);
  if (!set) return [];
  return numbers.flatMap(number => {
    const pid = orUndefined(syscalls.lastSemaphoreUser(id, number)) ?? 0;
    const seen = seenAt(`semctl(2) of ${id}`, `sempid of ${number}`, pid);
    return pid === 0 ? [] : [{pid, at: set.changedAt, seen}];
  });
}

/** Whether a process has the pid of one that was there before it. */
function startedAfter(snapshot: Snapshot, process: Process, seconds: number): boolean {
  const startedAtMs = snapshot.startedAtMs(process);
  return startedAtMs !== undefined && startedAtMs > (seconds + 1) * 1000;
}

function othersFor(waiter: Process, {kind, target, watched}: Shared, enders: readonly Ender[]): WakeUp[] {
  if (kind === 'message-queue') return [{kind: 'message', at: target}];
  // An event loop has one to wake itself up by, which others may have inherited.
  if (enders.length === 0 || watched) return [{kind: 'eventfd'}];
  return waiter.liveThreads().length > 1 ? [{kind: 'own-thread'}] : [];
}
