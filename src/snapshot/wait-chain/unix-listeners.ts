import {basename} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {type SocketFacts, unixName} from '../descriptors/sockets.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** A unix socket that listens, by its inode and name. */
export interface UnixListener {
  readonly inode: number;
  readonly name: string;
}

/**
 * Those that listen where a process connects to: at the same name, or if none does at another path of the same file
 * ("/var/run/x" for "/run/x"). One whose path was unlinked and bound anew by another listens still, so there may be several.
 */
export function listenersAt(
  snapshot: Snapshot,
  waiter: Process,
  address: Uint8Array,
  sockets: ReadonlyMap<number, SocketFacts>,
): UnixListener[] {
  const wanted = unixName(address) ?? '';
  const listeners = [...sockets].flatMap(([inode, {family, state, local}]) =>
    family === 'unix' && state === 'LISTEN' && local !== null ? [{inode, name: local}] : [],
  );
  const named = listeners.filter(({name}) => name === wanted);
  if (named.length > 0 || address[0] === 0) return named;
  const alike = listeners.filter(({name}) => name.startsWith('/') && basename(name) === basename(wanted));
  const file = alike.length > 0 ? fileAt(snapshot, waiter, wanted) : undefined;
  return file === undefined ? [] : alike.filter(({name}) => fileAt(snapshot, waiter, name) === file);
}

/** Device and inode of a path as the process sees it. */
function fileAt({source}: Snapshot, {pid}: Process, path: string): string | undefined {
  const file = orUndefined(source.stat(`${pid}/${path.startsWith('/') ? 'root' : 'cwd/'}${path}`));
  return file && `${file.device} ${file.inode}`;
}
