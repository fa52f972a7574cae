import type {DeletedFile} from '../../snapshot/inheritance/deleted-files.ts';
import {listed} from './listed.ts';
import {named} from './named.ts';

/**
 * What has to happen before something is released, after "until" or "when": "sleep (4711) closes it or exits", "sleep
 * (4711) and cat (4712) both close it or exit".
 * @param most how many holders are named
 */
export function closeOrExit(names: readonly string[], most: number, what = 'it'): string {
  if (names.length === 1) return `${names[0]} closes ${what} or exits`;
  return `${listed(names, most)} ${names.length === 2 ? 'both' : 'all'} close ${what} or exit`;
}

/** Who has a deleted file open or mapped. */
export function usersOf({holders, mappedBy}: DeletedFile): string[] {
  return [...new Set([...holders, ...mappedBy()].map(({process}) => named(process)))];
}

/** What has to happen before the space is free: of who has it open, and of who has it mapped. */
export function endOfUse(file: DeletedFile, most: number): string {
  const mapped = file.mappedBy();
  if (mapped.length === 0) return closeOrExit(usersOf(file), most);
  const names = usersOf(file);
  const close = file.holders.length === 0 ? 'unmap' : 'close and unmap';
  if (names.length > 1)
    return `${listed(names, most)} ${names.length === 2 ? 'both' : 'all'} ${close} it or exit`;
  return `${names[0]} ${file.holders.length === 0 ? 'unmaps' : 'closes and unmaps'} it or exits`;
}
