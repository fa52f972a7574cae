import type {IpAddress, IpSocket} from '../../kernel/pidfd.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {ipProtocol} from '../../parse/sockets/ip-protocols.ts';
import {inetText} from '../../parse/sockets/net-inet.ts';
import type {Snapshot} from '../snapshot.ts';
import {linkedInode} from './kind.ts';
import type {MachineSockets} from './network-namespaces.ts';
import {openFilesByTarget} from './open-files.ts';
import type {SocketFacts} from './socket-facts.ts';

/**
 * Adds the IP sockets that no table has, by what each says of itself: those of a network namespace that no process is in,
 * which a socket keeps, or a mount of its file. It takes a look at the descriptors of every process.
 */
export function withUnlistedSockets(
  snapshot: Snapshot,
  syscalls: Syscalls,
  listed: MachineSockets,
): MachineSockets {
  const byInode = new Map(listed.byInode);
  const elsewhere = new Map(listed.elsewhere);
  const isUnlisted = (link: string) =>
    link.startsWith('socket:[') && !listed.byInode.has(linkedInode(link) ?? 0);
  for (const [link, [file]] of openFilesByTarget(snapshot.others(), isUnlisted)) {
    const inode = linkedInode(link);
    const socket = file && orUndefined(syscalls.ipSocket(file.descriptor));
    if (!socket || inode === undefined) continue;
    byInode.set(inode, factsOf(socket));
    if (socket.namespace !== null) elsewhere.set(inode, `net:[${socket.namespace}]`);
  }
  return {...listed, byInode, elsewhere};
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
