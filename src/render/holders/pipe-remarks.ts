import {orUndefined} from '../../kernel/read.ts';
import {named} from '../../rules/words/named.ts';
import {accessModeOf, type OpenFile} from '../../snapshot/descriptors/open-files.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import {closing} from './closing.ts';

/** When readers of a pipe see EOF, and writers get SIGPIPE: any description of the pipe counts for that. */
export function pipeRemarks({descriptions, ends: all}: TargetHolders): string[] {
  const pipes = descriptions.filter(({kind}) => kind === 'pipe' || kind === 'fifo');
  const addresses = new Map(pipes.map(({link, address}) => [link, address]));
  return [...addresses].flatMap(([link, pipe]) => {
    const ends = all.filter(({descriptor}) => orUndefined(descriptor.target()) === link);
    const writers = ends.filter(end => accessModeOf(end).includes('w'));
    const readers = ends.filter(end => accessModeOf(end).includes('r'));
    return [
      writers.length === 0
        ? `${pipe} has no visible writer: readers see EOF, unless a writer is in transit over a UNIX socket, or in a thread with descriptors of its own.`
        : `Readers of ${pipe} see EOF only when ${closing(writers)}.`,
      readers.length === 0
        ? `${pipe} has no visible reader: writers get SIGPIPE, unless a reader is in transit over a UNIX socket, in a thread with descriptors of its own, or still in read(2).`
        : `Writers to ${pipe} get SIGPIPE when ${closing(readers)}.`,
      ...ownWriters(pipe, readers, writers),
    ];
  });
}

function ownWriters(pipe: string, readers: readonly OpenFile[], writers: readonly OpenFile[]): string[] {
  const writing = new Set(writers.map(({process}) => process));
  const both = new Set(readers.map(({process}) => process).filter(process => writing.has(process)));
  return [...both].map(
    process => `${named(process)} has both ends of ${pipe}: its own write end keeps it from seeing EOF.`,
  );
}
