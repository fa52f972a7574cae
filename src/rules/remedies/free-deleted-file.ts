import {accessModeOf} from '../../snapshot/descriptors/open-files.ts';
import type {DeletedFile} from '../../snapshot/inheritance/deleted-files.ts';
import {shellCommand} from '../commands/printed-commands.ts';
import {listed} from '../words/listed.ts';
import {named} from '../words/named.ts';
import {reopenLog} from './reopen-log.ts';

/**
 * What frees the space of a deleted file.
 * @param most how many processes are named
 */
export function freeDeletedFile(file: DeletedFile, most: number): string {
  return [...releaseOf(file, most), ...truncateAdvice(file)].join(' ');
}

function releaseOf(file: DeletedFile, most: number): string[] {
  const holders = file.holders.map(({process}) => process);
  const mappers = [...new Set(file.mappedBy().map(({process}) => process))];
  const others = mappers.filter(process => !holders.includes(process));
  const them = others.length === 1 ? 'it' : 'them';
  return [
    ...(holders.length === 0 ? [] : [reopenLog(holders, most)]),
    ...(others.length === 0
      ? []
      : [`Restart ${listed(others.map(named), most)}, or make ${them} map the file again.`]),
  ];
}

/** Who reads a mapping beyond the end of a file that was cut gets SIGBUS: mmap(2). */
function truncateAdvice({holders, mappedBy}: DeletedFile): string[] {
  const writer = holders.find(holder => accessModeOf(holder).includes('w'));
  if (!writer || mappedBy().length > 0) return [];
  const {process, descriptor} = writer;
  const command = shellCommand(process, `truncate -s 0 /proc/${process.pid}/fd/${descriptor.fd}`);
  return [`If the content isn't needed any more, free the space now: ${command}`];
}
