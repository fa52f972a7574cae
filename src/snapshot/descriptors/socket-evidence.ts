import {type Evidence, seenAt, seenIn} from '../evidence.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readMachineSockets} from './network-namespaces.ts';
import type {SocketFacts} from './socket-facts.ts';
import {socketsOf} from './sockets.ts';

/**
 * What is known of a socket of a process, and where it stands: in the table of the network namespace that the process is
 * in, or in that of another process; a socket that no table lists has said it itself, by getsockname(2) and its kin.
 */
export function socketSeen(
  snapshot: Snapshot,
  process: Process,
  inode: number,
  facts: SocketFacts,
  {field, value}: Pick<Evidence, 'field' | 'value'>,
): Evidence {
  const table = `net/${tableOf(facts)}`;
  if (socketsOf(snapshot, process).byInode.has(inode)) return seenIn(process.pid, table, field, value);
  const {elsewhere, members} = readMachineSockets(snapshot);
  const member = members.get(elsewhere.get(inode) ?? '');
  return member === undefined
    ? seenAt('getsockname(2)', `socket:[${inode}]`, value)
    : seenIn(member, table, field, value);
}

/** The table of /proc/PID/net that lists sockets of its kind. */
function tableOf({family, type}: SocketFacts): string {
  if (family !== 'inet' && family !== 'inet6') return 'unix';
  return `${type === 'datagram' ? 'udp' : 'tcp'}${family === 'inet6' ? '6' : ''}`;
}
