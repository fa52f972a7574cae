import type {UnixSocket} from '../../kernel/unix-diag.ts';
import {linkedInode} from './kind.ts';

/**
 * The link of the other end of a socket pair; undefined where a link is none, or that can't be seen. A connected stream
 * without a name at either end was made by socketpair(2), as the standard streams and the IPC channel of Node's children
 * are: what was accepted has the name of its listener: unix(7).
 */
export function otherEndOfPair(
  link: string,
  socketOf: (inode: number) => UnixSocket | undefined,
): string | undefined {
  const inode = link.startsWith('socket:[') ? linkedInode(link) : undefined;
  const own = inode === undefined ? undefined : socketOf(inode);
  if (!own || !isEndOfPair(own) || own.peerInode === undefined) return undefined;
  const other = socketOf(own.peerInode);
  return other && isEndOfPair(other) ? `socket:[${own.peerInode}]` : undefined;
}

function isEndOfPair({type, state, name}: UnixSocket): boolean {
  return type === 'stream' && state === 'CONNECTED' && name === undefined;
}
