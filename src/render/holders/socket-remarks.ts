import {named} from '../../rules/words/named.ts';
import {groupBy} from '../../snapshot/group-by.ts';
import type {TargetHolder} from '../../snapshot/holders/held-description.ts';
import {isLeftover} from '../../snapshot/holders/leftover.ts';
import type {TargetHolders} from '../../snapshot/holders/target-holders.ts';
import type {Process} from '../../snapshot/process.ts';
import {neverListens} from '../../snapshot/programs/known-programs.ts';
import {counted} from '../page.ts';
import {takesAddress} from './release.ts';

/** What there is to know of the sockets of a target as a whole. */
export function socketRemarks(answer: TargetHolders): string[] {
  return [
    ...sharedPorts(answer),
    ...elsewhere(answer),
    ...sharedListeners(answer),
    ...nobodysConnections(answer),
    ...unlistedBound(answer),
    ...unseenNetworks(answer),
  ];
}

function sharedPorts({descriptions}: TargetHolders): string[] {
  const taking = descriptions.filter(
    // One that is only bound may share its address by SO_REUSEADDR.
    ({socket}) =>
      socket &&
      takesAddress(socket) &&
      socket.state !== 'BOUND' &&
      socket.remote === null &&
      socket.local !== null,
  );
  const byAddress = groupBy(
    taking,
    ({socket, networkNamespace}) =>
      `${socket?.type} ${socket?.protocol} ${socket?.local} ${networkNamespace}`,
  );
  return [...byAddress.values()].flatMap(([first, ...more]) => {
    const socket = first?.socket;
    if (!socket || more.length === 0) return [];
    const count = more.length + 1;
    return socket.family === 'unix'
      ? [`${count} sockets were bound to ${socket.local}; clients reach only the one that was bound last.`]
      : [
          `${count} sockets are bound to ${socket.local} with SO_REUSEPORT: the address is free when all of them are closed.`,
        ];
  });
}

/** A port belongs to a network namespace, as an abstract name does: a socket in another one takes nothing here. */
function elsewhere({target, descriptions}: TargetHolders): string[] {
  const sockets = descriptions.filter(({socket}) => socket !== null);
  const areAll =
    sockets.length > 0 &&
    sockets.every(({networkNamespace, boundFile}) => networkNamespace !== null && boundFile === null);
  return areAll ? [`No socket has ${target} in the network namespace that procdoc runs in.`] : [];
}

function sharedListeners({descriptions}: TargetHolders): string[] {
  return descriptions.flatMap(description => {
    const {socket, holders, sharedFrom} = description;
    if (socket?.state !== 'LISTEN') return [];
    const leftovers = holders.filter(holder => isLeftover(holder, description));
    const activated = holders.filter(({activation}) => activation);
    const sharers = new Set(holders.map(({process}) => process));
    const workers = sharers.size - 1 - new Set(leftovers.map(({process}) => process)).size;
    const local = socket.local ?? 'an unnamed address';
    return [
      ...(sharedFrom && workers > activated.length
        ? [
            `One socket listens on ${local}: ${named(sharedFrom)} shares it with ${counted(workers, 'descendant')}, as a server does with its workers.`,
          ]
        : []),
      ...(!sharedFrom && sharers.size > 1
        ? [
            `One socket listens on ${local} in ${counted(sharers.size, 'process', 'processes')}, none of which is known to have opened it.`,
          ]
        : []),
      ...activationText(activated, sharedFrom, local),
      ...leftovers.map(({process}) => leftoverText(process, local)),
    ];
  });
}

/** What a service was given by its socket unit, and whether it or a worker of it is seen to wait for clients. */
function activationText(
  activated: readonly TargetHolder[],
  sharedFrom: Process | null,
  local: string,
): string[] {
  const [first] = activated;
  if (!first?.activation) return [];
  const others = activated.length > 1 ? ` and ${counted(activated.length - 1, 'worker')}` : '';
  const by = first.activation.socket ?? 'socket activation (LISTEN_FDS)';
  const waiting = activated.find(({activation}) => activation?.waitsIn);
  const waits = waiting
    ? `${named(waiting.process)} waits for clients in ${waiting.activation?.waitsIn}.`
    : 'None of its threads is seen waiting for clients at the moment.';
  const copy =
    sharedFrom && sharedFrom !== first.process
      ? ` ${named(sharedFrom)} keeps a copy, to start the service again.`
      : '';
  return [
    `${named(first.process)}${others} got the listener on ${local} on purpose, by ${by}. ${waits}${copy}`,
  ];
}

function leftoverText(process: Process, local: string): string {
  const program = neverListens(process) ? 'never listens' : 'runs another program';
  return `${named(process)} ${program}, but inherited the listener on ${local}. While ${process.comm} has it, the address stays taken, and clients that connect may never be served.`;
}

function nobodysConnections({nobodys, descriptions}: TargetHolders): string[] {
  const isListening = descriptions.some(({socket}) => socket?.state === 'LISTEN');
  return [...groupBy(nobodys, ({state}) => state)].map(([state, {length}]) => {
    const connections = `${counted(length, 'connection')} in state ${state}`;
    if (state === 'ESTABLISHED' && isListening)
      return `${connections} ${length === 1 ? 'waits' : 'wait'} for the listener to accept ${length === 1 ? 'it' : 'them'}.`;
    const passes =
      state === 'TIME_WAIT'
        ? ': that takes a minute at most, and a server with SO_REUSEADDR can bind meanwhile'
        : '';
    return `${connections} ${length === 1 ? 'belongs' : 'belong'} to no process${passes}.`;
  });
}

/** Before listen(2) or connect(2) a TCP socket is in no table of /proc/net, and sock_diag(7) shows it since Linux 6.8. */
function unlistedBound({missesBound}: TargetHolders): string[] {
  return missesBound
    ? [
        "A TCP socket that is bound, but neither listens nor is connected, isn't visible here; bind(2) still fails with EADDRINUSE.",
      ]
    : [];
}

/** A socket may also be in a network namespace that no process is in, or whose processes can't be read. */
function unseenNetworks({target, asked, missesBound, missesNetworks}: TargetHolders): string[] {
  if (!missesNetworks) return [];
  const isFree = asked.kind === 'port' && !missesBound;
  return [
    ...(isFree ? [`${target} is free in the network namespace that procdoc runs in.`] : []),
    'Not all network namespaces are visible from here, and each has sockets of its own.',
  ];
}
