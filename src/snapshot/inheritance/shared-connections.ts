import {parseAddress} from '../descriptors/addresses.ts';
import {linkedInode} from '../descriptors/kind.ts';
import {type OpenFile, openFilesWhere} from '../descriptors/open-files.ts';
import type {SocketFacts} from '../descriptors/socket-facts.ts';
import {groupBy} from '../group-by.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {DescriptorScene} from './descriptor-scene.ts';

/** A connection that a server has accepted, and several processes have open. */
export interface SharedConnection {
  /** "socket:[4242]". */
  readonly target: string;
  readonly socket: SocketFacts;
  /** The holders that have one parent, at least two; by ascending pid. */
  readonly siblings: readonly [OpenFile, OpenFile, ...OpenFile[]];
  /** Every other process that has it. */
  readonly others: readonly OpenFile[];
}

/** The connections that children of one process have because they were forked while these were open. */
export interface SharedConnections {
  readonly ppid: number;
  /** Undefined where it is not visible. */
  readonly parent: Process | undefined;
  readonly connections: readonly [SharedConnection, ...SharedConnection[]];
}

/**
 * Connected stream sockets, above fd 2, that siblings have in common. Only accepted ones count, which belong to one
 * client: their port, or UNIX name, is that of a listener. Others may be shared by design: socket pairs between
 * siblings, a connection that was made before the workers were.
 */
export function readSharedConnections(scene: DescriptorScene): SharedConnections[] {
  const ports = once(() => listeningPorts(scene));
  const shared = openFilesWhere(
    scene.openFiles,
    (link, files) => link.startsWith('socket:[') && files.some(({process}) => process !== files[0]?.process),
  );
  const connections = [...shared].flatMap(([target, files]) => {
    const socket = scene.sockets().get(linkedInode(target) ?? 0);
    return socket && isAccepted(socket, ports) ? sharedAmongSiblings(scene, target, socket, files) : [];
  });
  const families = groupBy(connections, ({siblings}) => parentKey(scene, siblings[0].process));
  return [...families.values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    const [{process}] = first.siblings;
    const parent = scene.snapshot.parentOf(process);
    return {ppid: process.stat.ppid, parent, connections: [first, ...more] as const};
  });
}

/** What siblings have in common: their parent, or its pid where it isn't visible. */
function parentKey({snapshot}: DescriptorScene, process: Process): Process | number {
  return snapshot.parentOf(process) ?? process.stat.ppid;
}

function sharedAmongSiblings(
  scene: DescriptorScene,
  target: string,
  socket: SocketFacts,
  files: readonly OpenFile[],
): SharedConnection[] {
  // As a standard stream it was given on purpose: inetd, a shell for a client.
  const given = new Set(files.filter(({descriptor}) => descriptor.fd <= 2).map(({process}) => process));
  const kept = scene.withoutCommonTables(files).filter(({process}) => !given.has(process));
  const holders = [...new Map(kept.map(file => [file.process, file])).values()];
  const families = groupBy(
    holders.sort((a, b) => a.process.pid - b.process.pid),
    ({process}) => parentKey(scene, process),
  );
  return [...families.values()].flatMap(([first, second, ...more]): SharedConnection[] => {
    if (!first || !second) return [];
    const siblings = [first, second, ...more] as const;
    const others = files.filter(file => !siblings.some(({process}) => process === file.process));
    return [{target, socket, siblings, others}];
  });
}

function isAccepted(
  {family, type, state, local, remote}: SocketFacts,
  ports: () => ReadonlySet<number | undefined>,
): boolean {
  if (type === 'datagram' || state === 'LISTEN' || local === null) return false;
  if (family === 'unix') return state === 'CONNECTED';
  return remote !== null && ports().has(parseAddress(local)?.port);
}

function listeningPorts(scene: DescriptorScene): ReadonlySet<number | undefined> {
  const listeners = [...scene.sockets().values()].filter(
    ({family, state}) => family !== 'unix' && state === 'LISTEN',
  );
  return new Set(listeners.flatMap(({local}) => (local === null ? [] : [parseAddress(local)?.port])));
}
