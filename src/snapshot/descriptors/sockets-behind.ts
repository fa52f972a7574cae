import {meansGone, orUndefined, type Read} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import type {UnixSocket} from '../../kernel/unix-diag.ts';
import {UNLISTED_SOCKETS} from '../gap-names.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {readMachineSockets} from './network-namespaces.ts';
import {boundFacts, type SocketFacts, unixFacts} from './socket-facts.ts';
import {openSockets, readInetTables, readLinkTables, readUnixTable, socketsOf} from './sockets.ts';
import {ownSockets} from './unlisted-sockets.ts';

/**
 * The sockets of a process behind these inodes. A machine may have tens of thousands of unix sockets, so that they are
 * asked for one by one, and the tables of the network namespace that the process is in are read only where that can't
 * be done. A socket that is in none of them was made in another namespace, is an IP socket of a namespace that no process is
 * in, or has a gap in the ledger: it is of a family without a table (vsock(7)), or can't be asked.
 */
export function readSocketsBehind(
  inodes: readonly number[],
  snapshot: Snapshot,
  process: Process,
  {syscalls, unixSocket}: {syscalls: Syscalls; unixSocket: Syscalls['unixSocket']},
): ReadonlyMap<number, SocketFacts> {
  const asked = inodes.map(inode => [inode, unixSocket(inode)] as const);
  const unix = asked.flatMap(([inode, socket]) => {
    const facts = socket.ok ? unixFacts(socket.value) : undefined;
    return facts ? [[inode, facts] as const] : [];
  });
  if (unix.length === inodes.length) return new Map(unix);
  const {source, ledger} = snapshot;
  const {pid} = process;
  const inet = openSockets(readInetTables(source, pid));
  const sockets = new Map([...inet, ...readLinkTables(source, pid), ...unix]);
  const unseen = asked.filter(([inode]) => !sockets.has(inode));
  if (unseen.some(([, socket]) => !isOurs(snapshot, process, socket)))
    for (const [inode, facts] of readUnixTable(source, pid)) sockets.set(inode, facts);
  const unlisted = () => inodes.filter(inode => !sockets.has(inode));
  if (unlisted().length > 0) addElsewhere(sockets, snapshot, syscalls);
  for (const [inode, facts] of ownSockets(process, unlisted(), syscalls)) sockets.set(inode, facts);
  if (unlisted().length > 0) ledger.note(UNLISTED_SOCKETS, 'ENODATA', pid);
  return sockets;
}

/**
 * The sockets of a process behind these inodes: from the tables of the network namespace that it is in, from those of
 * another, or as they say themselves.
 */
export function socketsAnywhere(
  snapshot: Snapshot,
  process: Process,
  inodes: readonly number[],
  syscalls: Syscalls,
): ReadonlyMap<number, SocketFacts> {
  const {byInode} = socketsOf(snapshot, process);
  if (inodes.every(inode => byInode.has(inode))) return byInode;
  const others = readMachineSockets(snapshot).byInode;
  const listed = inodes.flatMap(inode => {
    const facts = byInode.get(inode) ?? others.get(inode);
    return facts ? [[inode, facts] as const] : [];
  });
  const known = new Map(listed);
  const unlisted = inodes.filter(inode => !known.has(inode));
  return new Map([...known, ...ownSockets(process, unlisted, syscalls)]);
}

/** Adds the sockets of every visible network namespace, and those of procdoc's own that no table has. */
function addElsewhere(sockets: Map<number, SocketFacts>, snapshot: Snapshot, syscalls: Syscalls): void {
  const bound = boundFacts(orUndefined(syscalls.boundSockets()) ?? []);
  for (const [inode, facts] of [...bound, ...readMachineSockets(snapshot).byInode])
    if (!sockets.has(inode)) sockets.set(inode, facts);
}

/** Whether an answer is about the network namespace of a process: then an inode that was not found isn't a unix socket. */
function isOurs({source}: Snapshot, {pid}: Process, socket: Read<UnixSocket>): boolean {
  if (socket.ok || !meansGone(socket.errno)) return socket.ok;
  const [own, its] = ['self', pid].map(task => orUndefined(source.link(`${task}/ns/net`)));
  return own !== undefined && own === its;
}
