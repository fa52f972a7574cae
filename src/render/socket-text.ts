import type {SocketFacts} from '../snapshot/descriptors/socket-facts.ts';

/** A socket in a few words: "inet stream, LISTEN, 127.0.0.1:80", "netlink (route), port id 4711". */
export function socketText({family, type, protocol, state, local, remote}: SocketFacts): string {
  const receives = protocol === null ? '' : ` (${protocol})`;
  if (family === 'netlink') return `netlink${receives}, ${local === null ? 'not bound' : `port id ${local}`}`;
  if (family === 'packet') return `packet ${type}${receives}`;
  const ends = remote === null ? (local ?? 'not bound') : `${local ?? 'not bound'} to ${remote}`;
  const isPlain = family === 'unix' || protocol === 'tcp' || protocol === 'udp';
  return `${family} ${type}${isPlain ? '' : receives}, ${state}, ${ends}`;
}

/**
 * What there is to say of a socket of which only the inode is known: it is bound to nothing, in a namespace that no
 * process is in, or of a family without a table, as vsock(7).
 */
export const UNLISTED = 'unknown: no table of a visible network namespace lists it';
