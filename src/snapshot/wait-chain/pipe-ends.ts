import {orUndefined} from '../../kernel/read.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import {type AwaitedEnd, wakeUps} from './awaited.ts';
import {sameFiles} from './same-file.ts';
import type {Ender, Search} from './search.ts';

/**
 * Who has the other end of a pipe or FIFO. A pipe's link holds its inode, which is all that counts: data and
 * the end of file come through any open file description of it. A FIFO has a name, and is told by device and inode.
 */
export function searchPipeEnds(waiter: Process, awaited: AwaitedEnd): Search {
  const {kind, target, direction, descriptor} = awaited;
  return {
    link: target,
    find(open) {
      const files = kind === 'fifo' ? sameFiles(open, target, descriptor) : (open.get(target) ?? []);
      const ends = groupBy(
        files.filter(file => isOtherEnd(file, direction)),
        ({process}) => process,
      );
      const enders = [...ends].map(([process, own]) => enderOf(process, own, awaited));
      return {enders, others: othersFor(waiter, enders, awaited)};
    },
  };
}

function isOtherEnd({descriptor}: OpenFile, direction: AwaitedEnd['direction']): boolean {
  const mode = orUndefined(descriptor.info())?.accessMode;
  return mode === 'rw' || mode === (direction === 'read' ? 'w' : 'r');
}

function enderOf(process: Process, own: readonly OpenFile[], {target, direction}: AwaitedEnd): Ender {
  const purpose = direction === 'read' ? 'writing' : 'reading';
  return {
    process,
    kind: direction === 'read' ? 'reads-pipe' : 'writes-pipe',
    target,
    fds: own.map(({descriptor}) => descriptor.fd),
    bothWays: own.filter(isBothWays).map(({descriptor}) => descriptor.fd),
    certainty: 'proven',
    evidence: own.map(
      file =>
        `/proc/${process.pid}/fd/${file.descriptor.fd} is ${target}, open for ${isBothWays(file) ? 'reading and writing' : purpose}`,
    ),
  };
}

function isBothWays({descriptor}: OpenFile): boolean {
  return orUndefined(descriptor.info())?.accessMode === 'rw';
}

function othersFor(waiter: Process, enders: readonly Ender[], {kind, direction}: AwaitedEnd): string[] {
  const role = direction === 'read' ? 'writer' : 'reader';
  const own = enders.some(({process}) => process === waiter) && waiter.liveThreads().length > 1;
  const within = own ? [wakeUps.thread] : [];
  if (kind === 'fifo') return [`a ${role} that opens it`, ...within];
  return enders.length === 0 ? [`a ${role} that was not seen`] : within;
}
