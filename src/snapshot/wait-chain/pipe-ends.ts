import {orUndefined} from '../../kernel/read.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';
import {once, oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {AwaitedEnd} from './awaited.ts';
import type {Ender, Search} from './search.ts';
import {linkSeen} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

/**
 * The processes that have the other end of a pipe or FIFO. The link of a pipe names its inode, which is all that
 * counts: data and EOF come through any open file description of it. A FIFO has a path, and is known by device and
 * inode.
 */
export function searchPipeEnds(snapshot: Snapshot, waiter: Process, awaited: AwaitedEnd): Search {
  const {kind, target, direction, descriptor} = awaited;
  const address = addressOf(snapshot, waiter, descriptor, target);
  return {
    link: target,
    find(open, most) {
      const files = kind === 'fifo' ? open.sameFiles(target, descriptor) : open.linkedTo(target);
      const enders = endersOf(otherEnds(files)[direction](), most, awaited, address);
      return {enders, others: othersFor(snapshot, waiter, enders, awaited, address)};
    },
  };
}

/** The other ends for who reads a pipe or FIFO and for who writes it, of all its ends: thousands may wait for one. */
const otherEnds = oncePer((files: readonly OpenFile[]) => ({
  read: once(() => files.filter(file => isOtherEnd(file, 'read'))),
  write: once(() => files.filter(file => isOtherEnd(file, 'write'))),
}));

function isOtherEnd({descriptor}: OpenFile, direction: AwaitedEnd['direction']): boolean {
  const mode = descriptor.accessMode();
  return mode === 'rw' || mode === (direction === 'read' ? 'w' : 'r');
}

/**
 * The processes that have these ends. More than are asked for may be as many as the machine has, and are only counted.
 * @param address a path that leads from here to the FIFO; the link of a pipe
 */
function endersOf(
  ends: readonly OpenFile[],
  most: number,
  awaited: AwaitedEnd,
  address: string,
): readonly Ender[] {
  const processes = new Set(ends.map(({process}) => process));
  if (processes.size <= most + 1) {
    const all = groupBy(ends, ({process}) => process);
    return [...all].map(([process, own]) => enderOf(process, own, awaited, address));
  }
  const target = {kind: 'link', link: address} as const;
  const kind = edgeKinds[awaited.direction];
  const alike = {kind, target, fds: [], certainty: 'proven', evidence: []} as const;
  return Array.from(processes, process => ({process, ...alike}));
}

const edgeKinds = {read: 'reads-pipe', write: 'writes-pipe'} as const;

/** @param address see `endersOf` */
function enderOf(
  process: Process,
  own: readonly OpenFile[],
  {direction}: AwaitedEnd,
  address: string,
): Ender {
  const end = direction === 'read' ? 'w' : 'r';
  return {
    process,
    kind: edgeKinds[direction],
    target: {kind: 'link', link: address},
    fds: own.map(({descriptor}) => descriptor.fd),
    bothWays: own.filter(isBothWays).map(({descriptor}) => descriptor.fd),
    certainty: 'proven',
    evidence: own.map(file =>
      linkSeen(process, file.descriptor.fd, orUndefined(file.descriptor.target()) ?? '?', {
        kind: 'open-for',
        accessMode: isBothWays(file) ? 'rw' : end,
      }),
    ),
  };
}

function isBothWays({descriptor}: OpenFile): boolean {
  return descriptor.accessMode() === 'rw';
}

/** Whether procdoc itself has the other end, for as long as it takes to answer: its reader waits for this very answer. */
function isOwnAnswer(snapshot: Snapshot, {target, direction}: AwaitedEnd): boolean {
  const observer = snapshot.find(snapshot.observerPid());
  if (!observer) return false;
  const own = orUndefined(observer.descriptorsLinkedTo(link => link === target)) ?? [];
  return own.some(descriptor => isOtherEnd({process: observer, descriptor}, direction));
}

function othersFor(
  snapshot: Snapshot,
  waiter: Process,
  enders: readonly Ender[],
  awaited: AwaitedEnd,
  address: string,
): WakeUp[] {
  const {kind, direction} = awaited;
  const isOwn = enders.some(({process}) => process === waiter) && waiter.liveThreads().length > 1;
  const internal: WakeUp[] = isOwn ? [{kind: 'own-thread'}] : [];
  if (kind === 'fifo')
    return [{kind: 'fifo-end', path: address, accessMode: direction === 'read' ? 'r' : 'w'}, ...internal];
  const unseen = direction === 'read' ? 'writer-unseen' : 'reader-unseen';
  if (enders.length > 0) return internal;
  return [{kind: isOwnAnswer(snapshot, awaited) ? 'procdoc' : unseen}];
}
