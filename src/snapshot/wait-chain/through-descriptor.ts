import {orUndefined} from '../../kernel/read.ts';
import type {Watched} from '../../parse/calls/blocking-call.ts';
import {Descriptor} from '../descriptor.ts';
import {descriptorKind} from '../descriptors/kind.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Awaited, wakeUps} from './awaited.ts';
import {epollWatches} from './watched-descriptors.ts';

/** An epoll instance may watch another one, but no deeper than this: EP_MAX_NESTS in fs/eventpoll.c. */
const DEEPEST_EPOLL = 4;

const anonymous: Readonly<Record<string, string>> = {
  'anon_inode:[eventfd]': wakeUps.eventfd,
  'anon_inode:[timerfd]': 'time',
  'anon_inode:[signalfd]': 'a signal',
  'anon_inode:inotify': 'a change to the files it watches',
  'anon_inode:[fanotify]': 'a change to the files it watches',
  'anon_inode:[io_uring]': 'I/O',
};

/**
 * What a thread waits for that wants to read from a descriptor, or write to it. It is resolved by the tid,
 * since a thread may have a descriptor table of its own.
 */
export function awaitedThrough(
  snapshot: Snapshot,
  tid: number,
  {fd, direction}: Watched,
  watched: boolean,
  depth = 0,
): Awaited[] {
  const descriptor = new Descriptor(snapshot.source, tid, fd);
  const target = orUndefined(descriptor.target());
  if (target === undefined) return [{kind: 'other', what: `what its fd ${fd} leads to, which was not seen`}];
  const kind = descriptorKind(descriptor);
  if (kind === 'pipe' || kind === 'fifo' || kind === 'socket')
    return [{kind, descriptor, target, direction, watched}];
  const terminal = direction === 'read' ? terminalEnd(descriptor, target) : undefined;
  if (terminal) return [{kind: 'terminal', ...terminal}];
  if (kind === 'tty')
    return [{kind: 'other', what: `${direction === 'read' ? 'input on' : 'output to'} ${target}`}];
  if (kind !== 'anon')
    return [{kind: 'other', what: `${kind === 'device' ? 'the device' : 'the file system, for'} ${target}`}];
  if (target === 'anon_inode:[eventpoll]' && depth < DEEPEST_EPOLL) {
    return epollWatches(snapshot, tid, fd).flatMap(inner =>
      typeof inner === 'string'
        ? [{kind: 'other' as const, what: inner}]
        : awaitedThrough(snapshot, tid, inner, true, depth + 1),
    );
  }
  const [pid] = orUndefined(descriptor.info())?.pidfdNspids ?? [];
  if (pid !== undefined) return [{kind: 'process', pid: pid > 0 ? pid : undefined, target}];
  return [{kind: 'other', what: anonymous[target] ?? target}];
}

/** Which end of a pseudoterminal a descriptor is, and its number: of a master fdinfo tells it. */
function terminalEnd(
  descriptor: Descriptor,
  target: string,
): {end: 'terminal' | 'master'; index: number} | undefined {
  const [, number] = /^\/dev\/pts\/(\d+)$/.exec(target) ?? [];
  if (number !== undefined) return {end: 'terminal', index: Number(number)};
  const index = target.endsWith('/ptmx') ? orUndefined(descriptor.info())?.ttyIndex : undefined;
  return index === undefined ? undefined : {end: 'master', index};
}
