import {orUndefined} from '../kernel/read.ts';
import {type InetSocket, parseNetInet} from '../parse/net-inet.ts';
import {groupBy} from './group-by.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';
import {readSockets, type SocketFacts} from './sockets.ts';

/** The sockets of every network namespace that may be seen. */
export interface MachineSockets {
  /** By inode, which is unique across namespaces. */
  readonly byInode: ReadonlyMap<number, SocketFacts>;
  /** TCP sockets that no process has: connections that were closed (TIME_WAIT …), or are not accepted yet. */
  readonly nobodys: readonly InetSocket[];
}

/** Reads the tables once a namespace, by way of one process in it: /proc/PID/net is that of PID. */
export function readMachineSockets(snapshot: Snapshot): MachineSockets {
  const members = onePerNetworkNamespace(snapshot);
  return {
    byInode: new Map(members.flatMap(member => [...readSockets(snapshot, member)])),
    nobodys: members.flatMap(({pid}) => nobodysSockets(snapshot, pid)),
  };
}

/** The sockets of the network namespace that a process is in; each is read once, by way of the first process in it. */
export function socketsByNamespace(
  snapshot: Snapshot,
): (process: Process) => ReadonlyMap<number, SocketFacts> {
  const known = new Map<string, ReadonlyMap<number, SocketFacts>>();
  return process => {
    const namespace = orUndefined(snapshot.source.link(`${process.pid}/ns/net`)) ?? '';
    const sockets = known.get(namespace) ?? readSockets(snapshot, process);
    if (namespace !== '') known.set(namespace, sockets);
    return sockets;
  };
}

/** procdoc itself first: its own namespace is to be had without any privilege. */
function onePerNetworkNamespace(snapshot: Snapshot): Process[] {
  const own = snapshot.machine.host.pid;
  const users = snapshot.processes().filter(({stat}) => !stat.kernelThread && stat.state !== 'Z');
  users.sort((a, b) => Number(b.pid === own) - Number(a.pid === own));
  const byNamespace = groupBy(users, ({pid}) => orUndefined(snapshot.source.link(`${pid}/ns/net`)));
  return [...byNamespace].flatMap(([namespace, members]) =>
    namespace === undefined ? [] : members.slice(0, 1),
  );
}

function nobodysSockets({source}: Snapshot, pid: number): InetSocket[] {
  return ['tcp', 'tcp6'].flatMap(table => {
    const sockets = orUndefined(source.read(`${pid}/net/${table}`, parseNetInet)) ?? [];
    return sockets.filter(({inode}) => inode === 0);
  });
}
