import {basename} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {type SocketFacts, unixName} from '../descriptors/socket-facts.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** A unix socket that listens. */
export interface UnixListener {
  readonly inode: number;
  readonly name: string;
}

/**
 * The sockets that listen where a process connects to: at its name, or if there are none at another path of its file
 * ("/var/run/x" for "/run/x"). There may be several: a socket still listens when its path was unlinked, and bound again
 * by another.
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
  const sameName = listeners.filter(({name}) => name.startsWith('/') && basename(name) === basename(wanted));
  const file = sameName.length > 0 ? fileAt(snapshot, waiter, wanted) : undefined;
  return file === undefined ? [] : sameName.filter(({name}) => fileAt(snapshot, waiter, name) === file);
}

/** Device and inode of a path as the process sees it. */
function fileAt({source}: Snapshot, {pid}: Process, path: string): string | undefined {
  const file = orUndefined(source.stat(`${pid}/${path.startsWith('/') ? 'root' : 'cwd/'}${path}`));
  return file && `${file.device} ${file.inode}`;
}
