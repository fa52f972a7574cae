import {orUndefined} from '../../kernel/read.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited} from './awaited.ts';
import {tellingPart} from './same-file.ts';
import type {Ender, Search} from './search.ts';

/**
 * Who has the other end of a pseudoterminal, pty(7): of a terminal the program that drives it, as sshd or tmux do; of
 * its master whoever has the terminal. Only where both see the same mounts: each container counts its terminals anew.
 */
export function searchTerminalEnd(
  snapshot: Snapshot,
  waiter: Process,
  {end, index}: Awaited & {kind: 'terminal'},
): Search {
  const terminal = `/dev/pts/${index}`;
  const link = end === 'terminal' ? '/dev/ptmx' : terminal;
  const mounts = mountsOf(snapshot, waiter);
  const isOtherEnd = ({process, descriptor}: OpenFile) =>
    process !== waiter &&
    (end === 'terminal'
      ? orUndefined(descriptor.info())?.ttyIndex === index
      : orUndefined(descriptor.target()) === terminal) &&
    mounts !== undefined &&
    mountsOf(snapshot, process) === mounts;
  return {
    link,
    find(open) {
      const files = [...open].flatMap(([other, own]) =>
        tellingPart(other) === tellingPart(link) ? own.filter(isOtherEnd) : [],
      );
      const enders = [...groupBy(files, ({process}) => process)].map(([process, own]) =>
        enderOf(process, own, terminal),
      );
      return {enders, others: [otherwise(end, terminal, enders.length > 0)]};
    },
  };
}

function otherwise(end: 'terminal' | 'master', terminal: string, isSeen: boolean): string {
  if (end === 'master') return isSeen ? `whoever opens ${terminal}` : `what is written to ${terminal}`;
  return isSeen ? 'a hang-up of its terminal' : `input on ${terminal}`;
}

function enderOf(process: Process, own: readonly OpenFile[], terminal: string): Ender {
  return {
    process,
    kind: 'reads-terminal',
    target: terminal,
    fds: own.map(({descriptor}) => descriptor.fd),
    certainty: 'proven',
    acts: ['writes'],
    evidence: own.map(({descriptor}) => {
      const link = orUndefined(descriptor.target());
      const path = `/proc/${process.pid}/fd/${descriptor.fd}`;
      return link === terminal ? `${path} is ${terminal}` : `${path} is ${link}, the master of ${terminal}`;
    }),
  };
}

function mountsOf({source}: Snapshot, {pid}: Process): string | undefined {
  return orUndefined(source.link(`${pid}/ns/mnt`));
}
