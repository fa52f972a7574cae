import {orUndefined} from '../../kernel/read.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {isOtherTerminalEnd} from '../descriptors/terminal-pairs.ts';
import {pseudoterminalOf} from '../device.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import {addressBelow} from '../root-view.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Awaited} from './awaited.ts';
import {type Ender, foundAtOnce, type Search} from './search.ts';
import {linkSeen} from './wait-evidence.ts';
import type {WakeUp} from './wake-up.ts';

/** Whatever terminal controls the process that opens it: tty(4). */
const CONTROLLING = '/dev/tty';

/**
 * The processes that have the other end of a pseudoterminal, pty(7): the program that drives a terminal, such as sshd
 * or tmux, or the processes that have the terminal of a master. Only processes that see the same mounts count: each
 * container numbers its terminals from 0.
 */
export function searchTerminalEnd(
  snapshot: Snapshot,
  waiter: Process,
  {end, index: own, path}: Awaited & {kind: 'terminal'},
): Search {
  const index = own ?? (path.endsWith(CONTROLLING) ? pseudoterminalOf(waiter.stat.terminal) : undefined);
  if (index === undefined) return foundAtOnce([], [{kind: 'terminal-input', path}]);
  const terminal = `/dev/pts/${index}`;
  const address = addressBelow(snapshot, waiter, terminal);
  const link = end === 'terminal' ? '/dev/ptmx' : terminal;
  const ownEnd = {end, index, process: waiter};
  const isOtherEnd = (file: OpenFile) =>
    file.process !== waiter && isOtherTerminalEnd(snapshot, ownEnd, file);
  return {
    link,
    find(open) {
      const files = open.like(link).filter(isOtherEnd);
      const enders = [...groupBy(files, ({process}) => process)].map(([process, own]) =>
        enderOf(process, own, {terminal, address}),
      );
      return {enders, others: [otherwise(end, address, enders.length > 0)]};
    },
  };
}

function otherwise(end: 'terminal' | 'master', path: string, isSeen: boolean): WakeUp {
  if (end === 'master') return {kind: isSeen ? 'terminal-open' : 'terminal-write', path};
  return isSeen ? {kind: 'terminal-hangup'} : {kind: 'terminal-input', path};
}

function enderOf(
  process: Process,
  own: readonly OpenFile[],
  {terminal, address}: {readonly terminal: string; readonly address: string},
): Ender {
  return {
    process,
    kind: 'reads-terminal',
    target: {kind: 'link', link: address},
    fds: own.map(({descriptor}) => descriptor.fd),
    certainty: 'proven',
    acts: ['writes'],
    evidence: own.map(({descriptor}) => {
      const link = orUndefined(descriptor.target()) ?? '';
      return linkSeen(
        process,
        descriptor.fd,
        link,
        link === terminal ? undefined : {kind: 'master-of', terminal},
      );
    }),
  };
}
