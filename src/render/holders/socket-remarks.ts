import {orUndefined} from '../../kernel/read.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {HeldDescription, TargetHolder} from '../../snapshot/holders/held-description.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import type {Process} from '../../snapshot/process.ts';
import {neverListens} from '../../snapshot/programs/known-programs.ts';
import {counted} from '../page.ts';

/** What is to be known of the sockets of a target as a whole. */
export function socketRemarks(answer: TargetHolders): string[] {
  return [
    ...sharedPorts(answer),
    ...elsewhere(answer),
    ...sharedListeners(answer),
    ...nobodysConnections(answer),
    ...unlistedBound(answer),
  ];
}

/** Whether a socket keeps others from its address. */
export function takesAddress({state, type}: NonNullable<HeldDescription['socket']>): boolean {
  return state === 'LISTEN' || type === 'datagram';
}

function sharedPorts({descriptions}: TargetHolders): string[] {
  const taking = descriptions.filter(
    ({socket}) => socket && takesAddress(socket) && socket.remote === null && socket.local !== null,
  );
  const byAddress = groupBy(
    taking,
    ({socket, networkNamespace}) => `${socket?.type} ${socket?.local} ${networkNamespace}`,
  );
  return [...byAddress.values()].flatMap(([first, ...more]) => {
    const socket = first?.socket;
    if (!socket || more.length === 0) return [];
    const count = more.length + 1;
    return socket.family === 'unix'
      ? [`${count} sockets were bound to ${socket.local}: by that name only the last of them is reached.`]
      : [
          `${count} sockets are bound to ${socket.local} by SO_REUSEPORT: each must be closed for the address to be free.`,
        ];
  });
}

/** A port is that of a network namespace: what is bound elsewhere takes nothing here. */
function elsewhere({target, descriptions}: TargetHolders): string[] {
  const sockets = descriptions.filter(({socket}) => socket !== null);
  const areAll = sockets.length > 0 && sockets.every(({networkNamespace}) => networkNamespace !== null);
  return areAll ? [`Nothing has ${target} in the network namespace that procdoc runs in.`] : [];
}

function sharedListeners({descriptions}: TargetHolders): string[] {
  return descriptions.flatMap(description => {
    const {socket, holders, sharedFrom} = description;
    if (socket?.state !== 'LISTEN') return [];
    const heirs = holders.filter(holder => isHeir(holder, description));
    const sharers = new Set(holders.map(({process}) => process));
    const workers = sharers.size - 1 - new Set(heirs.map(({process}) => process)).size;
    const local = socket.local ?? 'it';
    return [
      ...(sharedFrom && workers > 0
        ? [
            `One socket listens at ${local}: ${sharedFrom.comm} (${sharedFrom.pid}) shares it with ${counted(workers, 'descendant')}, as a server does with its workers.`,
          ]
        : []),
      ...(!sharedFrom && sharers.size > 1
        ? [
            `One socket listens at ${local}, in ${counted(sharers.size, 'process', 'processes')} of which none is known to have opened it: it was inherited.`,
          ]
        : []),
      ...heirs.map(({process}) => heirSentence(process, local)),
    ];
  });
}

/** Who runs another program than the one it has it from, or one that never listens, is no worker of that. */
function isHeir({process, how}: TargetHolder, {sharedFrom}: HeldDescription): boolean {
  if (neverListens(process)) return true;
  if (how !== 'inherited over exec' || sharedFrom === null) return false;
  const [program, other] = [sharedFrom, process].map(({exe}) => orUndefined(exe()));
  return program !== undefined && other !== undefined && program !== other;
}

function heirSentence(process: Process, local: string): string {
  const program = neverListens(process) ? 'never listens' : 'runs another program';
  return `${process.comm} (${process.pid}) ${program}, but has the listener at ${local} by inheritance: as long as it has, the address stays taken, and who connects may wait for nobody.`;
}

function nobodysConnections({nobodys, descriptions}: TargetHolders): string[] {
  const isListening = descriptions.some(({socket}) => socket?.state === 'LISTEN');
  return [...groupBy(nobodys, ({state}) => state)].map(([state, {length}]) => {
    const connections = `${counted(length, 'connection')} in state ${state}`;
    if (state === 'ESTABLISHED' && isListening)
      return `${connections} ${length === 1 ? 'waits' : 'wait'} for the listener to accept ${length === 1 ? 'it' : 'them'}.`;
    const passes =
      state === 'TIME_WAIT'
        ? ': that passes within a minute, and SO_REUSEADDR lets a server bind meanwhile'
        : '';
    return `${connections} ${length === 1 ? 'belongs' : 'belong'} to no process${passes}.`;
  });
}

/** Before listen(2) or connect(2) a TCP socket is in no table of /proc/net. */
function unlistedBound({asked, descriptions}: TargetHolders): string[] {
  return asked.kind === 'port' && asked.protocol !== 'udp' && descriptions.length === 0
    ? [
        'A TCP socket that is bound, but neither listens nor is connected, is not seen here, though bind(2) says EADDRINUSE.',
      ]
    : [];
}
