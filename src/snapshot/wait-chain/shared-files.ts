import type {Syscalls} from '../../kernel/syscalls.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {sameDescription} from '../descriptors/same-description.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Awaited} from './awaited.ts';
import type {Ender, Search} from './search.ts';
import {linkSeen} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

type Shared = Awaited & {readonly kind: 'eventfd' | 'message-queue'};

/**
 * The processes that have an eventfd(2) or a POSIX message queue, mq_overview(7), besides the one that waits for it. An
 * eventfd has no name, so that only the processes that inherited it can write to it; a queue may be opened by its name.
 */
export function searchSharedFile(waiter: Process, awaited: Shared, syscalls: Syscalls): Search {
  const {kind, descriptor, target, direction} = awaited;
  const isOne = ({process, descriptor: other}: OpenFile) =>
    process !== waiter &&
    (kind === 'eventfd'
      ? sameDescription(descriptor, other, syscalls)?.certainty === 'proven'
      : other.accessMode()?.includes(direction === 'read' ? 'w' : 'r') === true);
  return {
    link: target,
    find(open) {
      const files = kind === 'eventfd' ? open.linkedTo(target) : open.sameFiles(target, descriptor);
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

function othersFor(waiter: Process, {kind, target}: Shared, enders: readonly Ender[]): WakeUp[] {
  if (kind === 'message-queue') return [{kind: 'message', at: target}];
  if (enders.length === 0) return [{kind: 'eventfd'}];
  return waiter.liveThreads().length > 1 ? [{kind: 'own-thread'}] : [];
}
