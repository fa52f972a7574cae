import {orUndefined} from '../../kernel/read.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {socketsOf} from '../descriptors/sockets.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** TCP connections of a process that are in one state. */
export interface Connections {
  /** As tcp(7) has it: "ESTABLISHED", "CLOSE_WAIT". */
  readonly state: string;
  /** The descriptors that have them, by number. */
  readonly fds: readonly number[];
}

/** What there is of connections at a process. */
export interface ConnectionScene {
  /** The most frequent state first. */
  readonly byState: readonly Connections[];
  /** Connections that were made to its listeners, and that no process has accepted. */
  readonly unaccepted: number;
}

/** Sockets without a connection. */
const idle = ['LISTEN', 'BOUND', 'CLOSE'];

/** The TCP connections of a process; undefined where its descriptors can't be listed. */
export function readConnections(snapshot: Snapshot, process: Process): ConnectionScene | undefined {
  const descriptors = orUndefined(process.descriptors());
  if (!descriptors) return undefined;
  const inodes = descriptors.flatMap(descriptor => {
    const link = orUndefined(descriptor.target()) ?? '';
    const inode = link.startsWith('socket:[') ? linkedInode(link) : undefined;
    return inode === undefined ? [] : [{fd: descriptor.fd, inode}];
  });
  if (inodes.length === 0) return {byState: [], unaccepted: 0};
  const {byInode, nobodys} = socketsOf(snapshot, process);
  const sockets = inodes.flatMap(({fd, inode}) => {
    const socket = byInode.get(inode);
    return socket?.protocol === 'tcp' ? [{fd, ...socket}] : [];
  });
  const ports = new Set(sockets.filter(({state}) => state === 'LISTEN').map(({local}) => portOf(local)));
  const waiting = nobodys.filter(
    ({state, local}) => ['ESTABLISHED', 'CLOSE_WAIT'].includes(state) && ports.has(portOf(local)),
  );
  const connected = sockets.filter(({state}) => !idle.includes(state));
  return {
    byState: [...groupBy(connected, ({state}) => state)]
      .map(([state, alike]) => ({state, fds: alike.map(({fd}) => fd)}))
      .sort((a, b) => b.fds.length - a.fds.length),
    unaccepted: waiting.length,
  };
}

function portOf(local: string | null): string | undefined {
  return local?.slice(local.lastIndexOf(':'));
}
