import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {UnixSocket} from '../../kernel/unix-diag.ts';
import {onceEach, oncePer} from '../once.ts';
import type {Snapshot} from '../snapshot.ts';

/** The unix sockets of one look, by inode, which all who ask in it have in common; undefined where they can't be listed. */
export function unixSocketTable(
  snapshot: Snapshot,
  syscalls: Syscalls,
): ReadonlyMap<number, UnixSocket> | undefined {
  return tables(snapshot)(syscalls);
}

const tables = oncePer((_: Snapshot) =>
  onceEach((syscalls: Syscalls) => orUndefined(syscalls.unixSockets())),
);
