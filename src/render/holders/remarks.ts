import {orUndefined} from '../../kernel/read.ts';
import {listed} from '../../rules/listed.ts';
import type {FileUser} from '../../snapshot/file-users.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {OpenFile} from '../../snapshot/holders.ts';
import {accessModeOf} from '../../snapshot/holders.ts';
import type {HeldDescription, TargetHolders} from '../../snapshot/target-holders.ts';
import {counted} from '../page.ts';

/** How many holders are named in a sentence. */
const NAMED = 6;

/** S_IXUSR, S_IXGRP and S_IXOTH of inode(7). */
const ANY_EXECUTES = 0o111;

/** What releases an open file description: "the address is free once nginx (4711, fd 5) has closed it or ended". */
export function releaseSentence({kind, socket, holders}: HeldDescription): string | null {
  if (holders.length === 0) return null;
  if (kind === 'pipe' || kind === 'fifo')
    return `This end of it is closed for good once ${closedBy(holders)}.`;
  if (socket === null) return `It is closed for good once ${closedBy(holders)}.`;
  const {family, local} = socket;
  if (socket.remote === null && local !== null && takesAddress(socket)) {
    // The file of a socket outlives it; an abstract name does not: unix(7).
    return family === 'unix' && !local.startsWith('@')
      ? `Nobody answers at ${local} once ${closedBy(holders)}; its file stays, and bind(2) says EADDRINUSE until that is removed (unlink).`
      : `The address ${local} is free of it once ${closedBy(holders)}.`;
  }
  return `The other end sees it closed once ${closedBy(holders)}.`;
}

/** What is to be known of a target as a whole. */
export function remarksOn(answer: TargetHolders): string[] {
  return [
    ...sharedPorts(answer),
    ...prefork(answer),
    ...pipeEnds(answer),
    ...textBusy(answer),
    ...usedWithoutDescriptor(answer),
    ...timeWait(answer),
  ];
}

function takesAddress({state, type}: NonNullable<HeldDescription['socket']>): boolean {
  return state === 'LISTEN' || type === 'datagram';
}

function sharedPorts({descriptions}: TargetHolders): string[] {
  const listening = descriptions.filter(
    ({socket}) => socket && socket.family !== 'unix' && takesAddress(socket) && socket.remote === null,
  );
  const byAddress = groupBy(listening, ({socket}) => `${socket?.type} ${socket?.local}`);
  return [...byAddress.values()].flatMap(sockets =>
    sockets.length < 2
      ? []
      : [
          `${sockets.length} sockets are bound to ${sockets[0]?.socket?.local}, by SO_REUSEPORT or in separate network namespaces: each must be closed for the address to be free.`,
        ],
  );
}

function prefork({descriptions}: TargetHolders): string[] {
  return descriptions.flatMap(({socket, holders, sharedFrom}) => {
    const sharers = new Set(holders.map(({process}) => process));
    if (socket?.state !== 'LISTEN' || sharers.size < 2) return [];
    const local = socket.local ?? 'it';
    return sharedFrom
      ? [
          `One socket listens at ${local}: ${sharedFrom.comm} (${sharedFrom.pid}) shares it with ${counted(sharers.size - 1, 'descendant')}, as a server does with its workers.`,
        ]
      : [
          `One socket listens at ${local}, in ${counted(sharers.size, 'process', 'processes')} of which none is known to have opened it: it was inherited.`,
        ];
  });
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
        ? `${link} has no visible writer: who reads it gets the end of file.`
        : `Who reads ${link} gets no end of file until ${closedBy(writers)}.`,
      readers.length === 0
        ? `${link} has no visible reader: who writes to it gets SIGPIPE.`
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

function timeWait({nobodys}: TargetHolders): string[] {
  return [...groupBy(nobodys, ({state}) => state)].map(
    ([state, sockets]) =>
      `${counted(sockets.length, 'connection')} in state ${state} ${sockets.length === 1 ? 'belongs' : 'belong'} to no process${state === 'TIME_WAIT' ? ': that passes within a minute, and SO_REUSEADDR lets a server bind meanwhile' : ''}.`,
  );
}

/** "nginx (4711, fd 5) and cat (4712, fd 5) have closed it or ended". */
function closedBy(holders: readonly OpenFile[]): string {
  const byProcess = [...groupBy(holders, ({process}) => process)];
  const names = byProcess.map(
    ([{comm, pid}, own]) => `${comm} (${pid}, fd ${own.map(({descriptor}) => descriptor.fd).join(' and ')})`,
  );
  return `${listed(names, NAMED)} ${names.length === 1 ? 'has' : 'have'} closed it or ended`;
}
