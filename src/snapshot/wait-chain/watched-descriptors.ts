import {orUndefined} from '../../kernel/read.ts';
import type {BlockingCall, Watched} from '../../parse/calls/blocking-call.ts';
import {parseEpollTargets} from '../../parse/calls/epoll-targets.ts';
import {fdSetSize, parseFdSet} from '../../parse/calls/fd-set.ts';
import {POLLFD_SIZE, parsePollArray, watchedFor} from '../../parse/calls/poll-array.ts';
import {descriptorOf} from '../descriptor.ts';
import type {Snapshot} from '../snapshot.ts';
import {readMemory} from '../task-memory.ts';
import type {WakeUp} from './wake-up.ts';

/** The most descriptors of a poll or select that are looked at. */
const MOST = 65_536;

/** A descriptor that a thread watches, or what else wakes it up. */
export type WatchedOrWakeUp = Watched | WakeUp;

const unseen: WakeUp = {kind: 'watched-descriptors-unseen'};

/** What an epoll instance watches: the `tfd:` lines of its fdinfo. A file stays watched when its descriptor is closed. */
export function epollWatches(snapshot: Snapshot, tid: number, epollFd: number): WatchedOrWakeUp[] {
  const targets = snapshot.source.read(`${tid}/fdinfo/${epollFd}`, parseEpollTargets);
  if (!targets.ok) return [unseen];
  return targets.value.flatMap(({fd, events, inode}): WatchedOrWakeUp[] => {
    const now = orUndefined(descriptorOf(snapshot, tid, fd).info())?.inode;
    return inode === undefined || now === undefined || now === inode
      ? watchedFor(fd, events)
      : [{kind: 'watched-file', closedFd: fd}];
  });
}

/** What poll(2) watches: its array in the memory of the process. */
export function pollWatches(
  snapshot: Snapshot,
  tid: number,
  {address, count}: BlockingCall & {kind: 'poll'},
): WatchedOrWakeUp[] {
  if (count === 0) return [];
  const bytes = readMemory(snapshot, tid, address, Math.min(count, MOST) * POLLFD_SIZE);
  return bytes ? parsePollArray(bytes) : [unseen];
}

/** What select(2) watches: its sets in the memory of the process. */
export function selectWatches(
  snapshot: Snapshot,
  tid: number,
  {count, reads, writes}: BlockingCall & {kind: 'select'},
): WatchedOrWakeUp[] {
  const highest = Math.min(Math.max(count, 0), MOST);
  const setAt = (address: bigint, direction: Watched['direction']): WatchedOrWakeUp[] => {
    if (address === 0n || highest === 0) return [];
    const bytes = readMemory(snapshot, tid, address, fdSetSize(highest));
    return bytes ? parseFdSet(bytes, highest).map(fd => ({fd, direction})) : [unseen];
  };
  return [...setAt(reads, 'read'), ...setAt(writes, 'write')];
}
