import {orUndefined} from '../../kernel/read.ts';
import type {Watched} from '../../parse/calls/blocking-call.ts';
import {type Descriptor, descriptorOf} from '../descriptor.ts';
import {descriptorKind} from '../descriptors/kind.ts';
import {addressOf} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';
import {type Awaited, wokenBy} from './awaited.ts';
import type {WakeUp} from './wake-up.ts';
import {epollWatches, type WatchedOrWakeUp} from './watched-descriptors.ts';

/** An epoll instance may watch another one, but no deeper than this: EP_MAX_NESTS in fs/eventpoll.c. */
const DEEPEST_EPOLL = 4;

/** Files without a path, by their links. */
const anonymous: Readonly<Record<string, WakeUp>> = {
  'anon_inode:[timerfd]': {kind: 'time'},
  'anon_inode:[signalfd]': {kind: 'signal'},
  'anon_inode:inotify': {kind: 'file-change'},
  'anon_inode:[fanotify]': {kind: 'file-change'},
  'anon_inode:[io_uring]': {kind: 'io'},
};

/** Which thread of which process. */
type ThreadId = Pick<Thread, 'pid' | 'tid'>;

/** What a thread waits for that wants to read from descriptors, or write to them, or is woken in another way. */
export function awaitedThroughEach(
  snapshot: Snapshot,
  thread: ThreadId,
  all: readonly WatchedOrWakeUp[],
  watched: boolean,
  depth = 0,
): Awaited[] {
  return all.flatMap(one =>
    'kind' in one ? [wokenBy(one)] : awaitedThrough(snapshot, thread, one, watched, depth),
  );
}

function awaitedThrough(
  snapshot: Snapshot,
  thread: ThreadId,
  {fd, direction}: Watched,
  watched: boolean,
  depth: number,
): Awaited[] {
  const descriptor = descriptorOf(snapshot, thread.tid, fd);
  const target = orUndefined(descriptor.target());
  if (target === undefined) return [wokenBy({kind: 'fd-unseen', fd})];
  const kind = descriptorKind(descriptor);
  if (kind === 'pipe' || kind === 'fifo' || kind === 'socket')
    return [{kind, descriptor, target, direction, watched}];
  const terminal = direction === 'read' ? terminalEnd(descriptor, target) : undefined;
  if (terminal) return [{kind: 'terminal', ...terminal, path: target}];
  const path = addressOf(snapshot, thread, descriptor, target);
  if (kind === 'tty')
    return direction === 'read'
      ? [{kind: 'terminal', end: 'terminal', index: undefined, path}]
      : [wokenBy({kind: 'terminal-output', path})];
  if (kind !== 'anon') return [wokenBy({kind: kind === 'device' ? 'device' : 'file-system', path})];
  if (target === 'anon_inode:[eventpoll]' && depth < DEEPEST_EPOLL)
    return awaitedThroughEach(snapshot, thread, epollWatches(snapshot, thread.tid, fd), true, depth + 1);
  const [pid] = orUndefined(descriptor.info())?.pidfdNspids ?? [];
  if (pid !== undefined) return [{kind: 'process', pid: pid > 0 ? pid : undefined, fd, link: target}];
  if (target === 'anon_inode:[eventfd]') return [{kind: 'eventfd', descriptor, target, direction, watched}];
  return [wokenBy(anonymous[target] ?? {kind: 'anonymous-file', target})];
}

/** Which end of a pseudoterminal a descriptor is, and its number: fdinfo shows that of a master. */
function terminalEnd(
  descriptor: Descriptor,
  target: string,
): {end: 'terminal' | 'master'; index: number} | undefined {
  const [, number] = /^\/dev\/pts\/(\d+)$/.exec(target) ?? [];
  if (number !== undefined) return {end: 'terminal', index: Number(number)};
  const index = target.endsWith('/ptmx') ? orUndefined(descriptor.info())?.ttyIndex : undefined;
  return index === undefined ? undefined : {end: 'master', index};
}
