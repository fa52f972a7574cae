import {orUndefined} from '../../kernel/read.ts';
import {listed} from '../../rules/listed.ts';
import type {OpenFile} from '../../snapshot/descriptors/open-files.ts';
import {accessModeOf} from '../../snapshot/descriptors/open-files.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {FileUser} from '../../snapshot/holders/file-users.ts';
import type {HeldDescription} from '../../snapshot/holders/held-description.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import {socketRemarks, takesAddress} from './socket-remarks.ts';

/** How many holders are named in a sentence. */
const NAMED = 6;

/** S_IXUSR, S_IXGRP and S_IXOTH of inode(7). */
const ANY_EXECUTES = 0o111;

/** What releases an open file description: "the address is free once nginx (4711, fd 5) has closed it or ended". */
export function releaseSentence({
  kind,
  socket,
  networkNamespace,
  nameIsGone,
  holders,
}: HeldDescription): string | null {
  if (holders.length === 0) return null;
  if (kind === 'pipe' || kind === 'fifo')
    return `This end of it is closed for good once ${closedBy(holders)}.`;
  if (socket === null) return `It is closed for good once ${closedBy(holders)}.`;
  const {family, local} = socket;
  if (socket.remote === null && local !== null && takesAddress(socket)) {
    const there = networkNamespace === null ? '' : ' of its network namespace';
    if (family !== 'unix' || local.startsWith('@'))
      return `The address ${local}${there} is free of it once ${closedBy(holders)}.`;
    // The file of a socket outlives it: unix(7).
    const file = nameIsGone
      ? 'its file is gone already, so that nobody new gets there'
      : 'its file stays, and bind(2) says EADDRINUSE until that is removed (unlink)';
    return `Nobody answers at ${local} once ${closedBy(holders)}; ${file}.`;
  }
  return `The other end sees it closed once ${closedBy(holders)}.`;
}

/** What is to be known of a target as a whole. */
export function remarksOn(answer: TargetHolders): string[] {
  return [
    ...socketRemarks(answer),
    ...pipeEnds(answer),
    ...textBusy(answer),
    ...usedWithoutDescriptor(answer),
  ];
}

/** Data and the end of file come through any description of a pipe, so that its ends are told over all of them. */
function pipeEnds({descriptions, ends: all}: TargetHolders): string[] {
  const pipes = descriptions.filter(({kind}) => kind === 'pipe' || kind === 'fifo');
  return [...new Set(pipes.map(({link}) => link))].flatMap(link => {
    const ends = all.filter(({descriptor}) => orUndefined(descriptor.target()) === link);
    const writers = ends.filter(end => accessModeOf(end).includes('w'));
    const readers = ends.filter(end => accessModeOf(end).includes('r'));
    const sentences = [
      writers.length === 0
        ? `${link} has no visible writer: who reads it gets the end of file, unless one is on its way through a UNIX socket, or in a thread with descriptors of its own.`
        : `Who reads ${link} gets no end of file until ${closedBy(writers)}.`,
      readers.length === 0
        ? `${link} has no visible reader: who writes to it gets SIGPIPE, unless one is on its way through a UNIX socket, in a thread with descriptors of its own, or reading still.`
        : `Who writes to ${link} gets SIGPIPE once ${closedBy(readers)}.`,
    ];
    return [...sentences, ...ownWriters(link, readers, writers)];
  });
}

function ownWriters(link: string, readers: readonly OpenFile[], writers: readonly OpenFile[]): string[] {
  const writing = new Set(writers.map(({process}) => process));
  const both = new Set(readers.map(({process}) => process).filter(process => writing.has(process)));
  return [...both].map(
    ({comm, pid}) =>
      `${comm} (${pid}) has both ends of ${link}: while it reads, its own write end keeps the end of file away.`,
  );
}

function textBusy({descriptions, executedBy}: TargetHolders): string[] {
  const writers = descriptions.flatMap(({holders}) =>
    holders.filter(holder => accessModeOf(holder).includes('w')),
  );
  if (executedBy.length > 0) {
    const named = listed(
      executedBy.map(({comm, pid}) => `${comm} (${pid})`),
      NAMED,
    );
    return [
      `Until ${named}, which ${executedBy.length === 1 ? 'executes it, has ended' : 'execute it, have ended'}, nobody can open it for writing (ETXTBSY).`,
    ];
  }
  return writers.some(isExecutable) ? [`It cannot be executed (ETXTBSY) until ${closedBy(writers)}.`] : [];
}

/** What each must have done for the use to end. */
const endOfUse: Readonly<Record<FileUser['use'], string>> = {
  cwd: 'changed to another working directory or ended',
  root: 'ended (it is the root directory there)',
  mapped: 'unmapped it or ended',
};

function usedWithoutDescriptor({usedBy}: TargetHolders): string[] {
  return [...groupBy(usedBy, ({use}) => use)].map(([use, users]) => {
    const named = listed(
      users.map(({process: {comm, pid}}) => `${comm} (${pid})`),
      NAMED,
    );
    const have = users.length === 1 ? 'has' : 'have';
    return `Until ${named} ${have} ${endOfUse[use]}, its file system cannot be unmounted.`;
  });
}

/** What nobody may execute is no program: a log, a lock file. */
function isExecutable({descriptor}: OpenFile): boolean {
  const stat = orUndefined(descriptor.stat());
  return stat?.kind === 'file' && ((stat.mode ?? 0) & ANY_EXECUTES) !== 0;
}

/** "nginx (4711, fd 5) and cat (4712, fd 5) have closed it or ended". */
function closedBy(holders: readonly OpenFile[]): string {
  const byProcess = [...groupBy(holders, ({process}) => process)];
  const names = byProcess.map(
    ([{comm, pid}, own]) => `${comm} (${pid}, fd ${own.map(({descriptor}) => descriptor.fd).join(' and ')})`,
  );
  return `${listed(names, NAMED)} ${names.length === 1 ? 'has' : 'have'} closed it or ended`;
}
