import {orUndefined} from '../kernel/read.ts';
import {groupBy} from './group-by.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';
import type {SocketTables} from './sockets.ts';

/** The sockets of every network namespace that may be seen, by way of one process in each. */
export function readMachineSockets(snapshot: Snapshot): SocketTables {
  const namespaces = onePerNetworkNamespace(snapshot).map(member => snapshot.socketsOf(member));
  return {
    byInode: new Map(namespaces.flatMap(({byInode}) => [...byInode])),
    nobodys: namespaces.flatMap(({nobodys}) => nobodys),
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
