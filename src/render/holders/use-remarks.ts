import {orUndefined} from '../../kernel/read.ts';
import {listed} from '../../rules/words/listed.ts';
import {named} from '../../rules/words/named.ts';
import {accessModeOf, type OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {FileUser} from '../../snapshot/holders/file-users.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import {closing} from './closing.ts';

/** How many processes a sentence names. */
const NAMED = 6;

/** S_IXUSR, S_IXGRP and S_IXOTH of inode(7). */
const ANY_EXECUTES = 0o111;

/** What a file in use keeps others from: writing to it, executing it, unmounting its file system. */
export function useRemarks(answer: TargetHolders): string[] {
  return [...textBusy(answer), ...usedWithoutDescriptor(answer)];
}

function textBusy({descriptions, executedBy}: TargetHolders): string[] {
  if (executedBy.length > 0) {
    const names = listed(executedBy.map(named), NAMED);
    const execute = executedBy.length === 1 ? 'executes' : 'execute';
    return [`The file can't be opened for writing (ETXTBSY) while ${names} ${execute} it.`];
  }
  const writers = descriptions.flatMap(({holders}) =>
    holders.filter(holder => accessModeOf(holder).includes('w')),
  );
  return writers.some(isExecutable)
    ? [`The file can't be executed (ETXTBSY) until ${closing(writers)}.`]
    : [];
}

/** What has to happen for a use to end, of one process and of several. */
const endOfUse: Readonly<Record<Exclude<FileUser['use'], 'open'>, readonly [one: string, several: string]>> =
  {
    cwd: ['changes its working directory or exits', 'change their working directory or exit'],
    root: ['exits: it is its root directory', 'exit: it is their root directory'],
    mapped: ['unmaps the file or exits', 'unmap the file or exit'],
    executed: ['exits: it executes a program there', 'exit: they execute programs there'],
  };

function usedWithoutDescriptor({usedBy}: TargetHolders): string[] {
  return [...groupBy(usedBy, ({use}) => use)].map(([use, users]) => {
    if (use === 'open')
      return `The file system can't be unmounted until ${closing(users.flatMap(({end}) => end ?? []))}.`;
    const names = listed(
      users.map(({process}) => named(process)),
      NAMED,
    );
    const [one, several] = endOfUse[use];
    return `The file system can't be unmounted until ${names} ${users.length === 1 ? one : several}.`;
  });
}

/** A file that nobody may execute is not a program: a log, a lock file. */
export function isExecutable({descriptor}: OpenFile): boolean {
  const stat = orUndefined(descriptor.stat());
  return stat?.kind === 'file' && ((stat.mode ?? 0) & ANY_EXECUTES) !== 0;
}
