import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {Descriptor} from '../descriptor.ts';
import type {Snapshot} from '../snapshot.ts';
import {readMachineSockets} from './network-namespaces.ts';
import {openFilesByTarget} from './open-files.ts';
import type {SocketFacts} from './socket-facts.ts';
import {withUnlistedSockets} from './unlisted-sockets.ts';

/** The sockets of one network namespace. */
interface Neighbours {
  readonly byInode: ReadonlyMap<number, SocketFacts>;
  /** Whether these are all: a process is in the namespace, so that there are tables of it. */
  readonly areAll: boolean;
}

/**
 * The sockets of the network namespace of a socket that its process has from elsewhere: of the tables of a process that
 * is there, or, where none is, as the sockets of all processes say themselves. Undefined where it isn't an IP socket.
 */
export function socketsAround(
  snapshot: Snapshot,
  {inode, descriptor}: {readonly inode: number; readonly descriptor: Descriptor},
  syscalls: Syscalls,
): Neighbours | undefined {
  const listed = readMachineSockets(snapshot);
  const areAll = listed.byInode.has(inode);
  if (!areAll && !orUndefined(syscalls.ipSocket(descriptor))) return undefined;
  const openFiles = (isWanted: (link: string) => boolean) => openFilesByTarget(snapshot.others(), isWanted);
  const {byInode, elsewhere} = areAll ? listed : withUnlistedSockets(listed, syscalls, openFiles);
  const namespace = elsewhere.get(inode);
  // A namespace that can't be asked for may be any: the addresses of another say nothing.
  const isNeighbour = (other: number) =>
    other === inode || (namespace !== undefined && elsewhere.get(other) === namespace);
  return {byInode: new Map([...byInode].filter(([other]) => isNeighbour(other))), areAll};
}
