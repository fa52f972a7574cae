import {orUndefined} from '../../kernel/read.ts';
import {parseMounts} from '../../parse/mountinfo.ts';
import {NETWORKS_ELSEWHERE} from '../gap-names.ts';
import {groupBy} from '../group-by.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import {networkByKernel} from '../process-table/kernel-stat.ts';
import type {Snapshot} from '../snapshot.ts';
import {type SocketTables, socketsOf} from './sockets.ts';

/** The sockets of several network namespaces. */
export interface MachineSockets extends SocketTables {
  /** "net:[N]" by the inode of each socket that is in another namespace than procdoc. */
  readonly elsewhere: ReadonlyMap<number, string>;
  /** By "net:[N]": a process in each namespace that one is in, by way of which its tables were read. */
  readonly members: ReadonlyMap<string, number>;
}

/** The sockets of every visible network namespace, by way of one process in each. */
export const readMachineSockets = oncePer((snapshot: Snapshot): MachineSockets => {
  const members = onePerNetworkNamespace(snapshot);
  noteElsewhere(snapshot, new Set(members.map(([namespace]) => namespace)));
  const own = members.find(([, {pid}]) => pid === snapshot.observerPid())?.[0];
  const tables = members.map(([namespace, member]) => ({namespace, ...socketsOf(snapshot, member)}));
  const others = tables.filter(({namespace}) => own !== undefined && namespace !== own);
  return {
    byInode: new Map(tables.flatMap(({byInode}) => [...byInode])),
    nobodys: tables.flatMap(({nobodys}) => nobodys),
    elsewhere: new Map(
      others.flatMap(({namespace, byInode}) => [...byInode.keys()].map(inode => [inode, namespace])),
    ),
    members: new Map(members.map(([namespace, {pid}]) => [namespace, pid])),
  };
});

/** A namespace that only a mount of its file keeps: its sockets can be those of processes in other namespaces. */
function noteElsewhere({source, ledger}: Snapshot, known: ReadonlySet<string>): void {
  const mounts = orUndefined(source.read('self/mountinfo', parseMounts)) ?? [];
  const isUnknown = mounts.some(({type, root}) => type === 'nsfs' && /^net:/.test(root) && !known.has(root));
  if (isUnknown) ledger.note(NETWORKS_ELSEWHERE, 'ENODATA');
}

/**
 * A process in each namespace, procdoc itself first: its own namespace takes no privilege. Of processes that the kernel's
 * own record shows in one namespace, one is asked for its name.
 */
function onePerNetworkNamespace(snapshot: Snapshot): [namespace: string, Process][] {
  const own = snapshot.observerPid();
  const users = snapshot.processes().filter(({stat}) => !stat.kernelThread && stat.state !== 'Z');
  users.sort((a, b) => Number(b.pid === own) - Number(a.pid === own));
  const names = new Map<bigint, string>();
  const byNamespace = groupBy(users, ({pid, stat}) => {
    const address = networkByKernel(stat);
    const known = address === undefined ? undefined : names.get(address);
    if (known !== undefined) return known;
    const name = orUndefined(snapshot.source.link(`${pid}/ns/net`));
    if (address !== undefined && name !== undefined) names.set(address, name);
    return name;
  });
  return [...byNamespace].flatMap(([namespace, [member]]): [string, Process][] =>
    namespace === undefined || member === undefined ? [] : [[namespace, member]],
  );
}
