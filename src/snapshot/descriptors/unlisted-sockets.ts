import type {IpAddress, IpSocket} from '../../kernel/pidfd.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {ipProtocol} from '../../parse/sockets/ip-protocols.ts';
import {inetText} from '../../parse/sockets/net-inet.ts';
import type {Process} from '../process.ts';
import {linkedInode} from './kind.ts';
import type {MachineSockets} from './network-namespaces.ts';
import type {FindOpenFiles} from './open-files.ts';
import type {SocketFacts} from './socket-facts.ts';

/**
 * Adds the IP sockets that no table has, by what each says of itself: those of a network namespace that no process is in,
 * which a socket keeps, or a mount of its file. It takes a look at the descriptors of every process.
 */
export function withUnlistedSockets(
  listed: MachineSockets,
  syscalls: Syscalls,
  openFiles: FindOpenFiles,
): MachineSockets {
  const byInode = new Map(listed.byInode);
  const elsewhere = new Map(listed.elsewhere);
  const isUnlisted = (link: string) =>
    link.startsWith('socket:[') && !listed.byInode.has(linkedInode(link) ?? 0);
  for (const [link, [file]] of openFiles(isUnlisted)) {
    const inode = linkedInode(link);
    const socket = file && orUndefined(syscalls.ipSocket(file.descriptor));
    if (!socket || inode === undefined) continue;
    byInode.set(inode, factsOf(socket));
    if (socket.namespace !== null) elsewhere.set(inode, `net:[${socket.namespace}]`);
  }
  return {...listed, byInode, elsewhere};
}

/** The IP sockets among the descriptors of a process behind these inodes, by what each says of itself. */
export function ownSockets(
  process: Process,
  inodes: readonly number[],
  syscalls: Syscalls,
): ReadonlyMap<number, SocketFacts> {
  const wanted = new Set(inodes);
  const found = new Map<number, SocketFacts>();
  for (const descriptor of orUndefined(process.descriptors()) ?? []) {
    const link = orUndefined(descriptor.target()) ?? '';
    const inode = link.startsWith('socket:[') ? linkedInode(link) : undefined;
    if (inode === undefined || !wanted.delete(inode)) continue;
    const socket = orUndefined(syscalls.ipSocket(descriptor));
    if (socket) found.set(inode, factsOf(socket));
  }
  return found;
}

function factsOf({type, protocol, listens, local, remote}: IpSocket): SocketFacts {
  const withoutPeer = type === 'stream' ? (listens ? 'LISTEN' : 'BOUND') : 'UNCONNECTED';
  return {
    family: local.address.length === 4 ? 'inet' : 'inet6',
    type,
    protocol: ipProtocol(String(protocol)),
    state: remote ? 'ESTABLISHED' : withoutPeer,
    local: textOf(local),
    remote: remote && textOf(remote),
  };
}

function textOf({address, port}: IpAddress): string {
  return inetText([...address], port);
}
