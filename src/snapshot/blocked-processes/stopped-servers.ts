import {orUndefined} from '../../kernel/read.ts';
import type {UnixSocket} from '../../kernel/unix-diag.ts';
import {linkedInode} from '../descriptors/kind.ts';
import type {EveryOpenFile} from '../descriptors/open-file-index.ts';
import {hasPort, type SocketFacts, unixName} from '../descriptors/socket-facts.ts';
import {socketsOf} from '../descriptors/sockets.ts';
import {onceEach} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {followWaits, type ProcessNode} from '../wait-chain/follow-waits.ts';

/** Which processes have a connection to a server that is stopped, and what they wait for. */
export interface ServedClients {
  readonly nodes: ReadonlyMap<number, ProcessNode>;
  /** Whether a process is a client of that one: it has a connection to an address where the other listens. */
  isClient(client: Process, server: Process): boolean;
}

/**
 * The clients, among some processes, of servers that are stopped. Of a connection, only the end that did not listen waits for
 * an answer: a server whose client is stopped is idle. Mostly no process that listens is stopped, and nothing is read.
 */
export async function clientsOfStopped(
  snapshot: Snapshot,
  asked: readonly Process[],
  openFiles?: EveryOpenFile,
): Promise<ServedClients> {
  const servers = new Map<Process, ReadonlySet<number>>();
  for (const process of snapshot.others()) {
    const listening = process.stat.state === 'T' ? listenersOf(snapshot, process) : [];
    if (listening.length > 0) servers.set(process, await connectionsTo(snapshot, process, listening));
  }
  // A client is asked about for each server that is stopped.
  const socketsIn = onceEach(socketInodes);
  const isClient = (client: Process, server: Process) => {
    const connections = servers.get(server);
    return connections !== undefined && socketsIn(client).some(inode => connections.has(inode));
  };
  const nodes = new Map<number, ProcessNode>();
  const clients = [...servers.keys()].flatMap(server =>
    asked.filter(process => process !== server && isClient(process, server)),
  );
  if (clients.length === 0) return {nodes, isClient};
  for await (const node of followWaits(snapshot, [...new Set(clients)], {openFiles, isFollowed: () => false}))
    nodes.set(node.pid, node);
  return {nodes, isClient};
}

function socketInodes(process: Process): number[] {
  return (orUndefined(process.descriptors()) ?? []).flatMap(descriptor => {
    const link = orUndefined(descriptor.target()) ?? '';
    return link.startsWith('socket:[') ? (linkedInode(link) ?? []) : [];
  });
}

function listenersOf(snapshot: Snapshot, process: Process): SocketFacts[] {
  const {byInode} = socketsOf(snapshot, process);
  return socketInodes(process).flatMap(inode => {
    const facts = byInode.get(inode);
    return facts?.state === 'LISTEN' ? facts : [];
  });
}

/** The sockets at the other ends of connections to these listeners, accepted or not. */
async function connectionsTo(
  snapshot: Snapshot,
  server: Process,
  listening: readonly SocketFacts[],
): Promise<ReadonlySet<number>> {
  const ports = new Set(listening.flatMap(facts => (hasPort(facts) ? (portOf(facts.local) ?? []) : [])));
  const names = new Set(listening.flatMap(({family, local}) => (family === 'unix' ? (local ?? []) : [])));
  const inet = [...socketsOf(snapshot, server).byInode].flatMap(([inode, facts]) =>
    facts.protocol === 'tcp' && ports.has(portOf(facts.remote) ?? '') ? inode : [],
  );
  const unix: ReadonlyMap<number, UnixSocket> =
    names.size === 0 ? new Map() : (orUndefined((await snapshot.syscalls()).unixSockets()) ?? new Map());
  const peers = [...unix.values()].flatMap(({name, peerInode, queuedInodes = []}) =>
    names.has(unixName(name) ?? '') ? [...queuedInodes, ...(peerInode === undefined ? [] : [peerInode])] : [],
  );
  return new Set([...inet, ...peers]);
}

function portOf(address: string | null): string | undefined {
  return address === null ? undefined : /:(\d+)$/.exec(address)?.[1];
}
