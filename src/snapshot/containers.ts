import {mapRead, orUndefined} from '../kernel/read.ts';
import {type PidOne, parseContainerName, parsePidOne, parseStoredNames} from '../parse/container-config.ts';
import {type ContainerStores, containerStores, type StoreOwner} from '../parse/container-stores.ts';
import {parseUser} from '../parse/passwd.ts';
import {containerAmong, type NamedContainer} from '../parse/process/container.ts';
import {type ManagedContainer, parseContainerManager} from '../parse/process/container-manager.ts';
import {onceEach} from './once.ts';
import type {Process} from './process.ts';
import {listBelowRoot, readBelowRoot, type Viewed} from './root-view.ts';

/** What it takes to find the manager of a container: the processes above. */
export interface Lineage extends Viewed {
  /** The parent, its parent and so on, nearest first, as far as they can be seen. */
  ancestors(process: Process): Process[];
}

/** The process that manages a container from outside, and what its command line says. */
interface Manager extends ManagedContainer {
  readonly process: Process;
}

/** Where containerd keeps the OCI bundles of its containers, a folder for each namespace. */
const CONTAINERD = 'run/containerd/io.containerd.runtime.v2.task';

/** What runc(8) and crun(1) take for the id of a container; other folders were made by hand. */
const RUNC_ID = /^[\w+.-]+$/;

/** Where a process outside of a container, or the user that it runs as, keeps what is known of containers. */
interface Store extends ContainerStores {
  readonly process: Process;
  /** undefined: root's. */
  readonly owner: StoreOwner | undefined;
}

/**
 * The container of a process: as its cgroup has it, or, where that names none, as the manager that runs it from outside of
 * its pid namespace does. It has the name that the manager or the files of the runtime tell; of the others the id must do.
 * The files of an ordinary user tell only of what runs as that user.
 */
export function containersIn(lineage: Lineage): (process: Process) => NamedContainer | undefined {
  const nameOf = onceEach((key: string) => {
    const [pid, file] = key.split('\0');
    const read = readBelowRoot(lineage, {pid: Number(pid)}, file ?? '');
    return orUndefined(mapRead(read, parseContainerName));
  });
  const containerIn = onceEach(containerAmong);
  const storeBelow = onceEach((process: Process) => storeOf(lineage, process));
  const statesIn = onceEach((store: Store) => statesOf(lineage, store));
  const namesIn = onceEach((store: Store) => storedNames(lineage, store));
  return process => {
    const cgroups = orUndefined(process.cgroups());
    const inCgroup = cgroups && containerIn(cgroups);
    if (!inCgroup && depthOf(process) < 2) return undefined;
    const manager = managerOf(lineage, process, inCgroup?.id);
    if (!inCgroup && manager?.name !== undefined) return itsOwnName(manager.runtime, manager.name);
    // A container that ctr(8) has made has no other name than its id.
    if (!inCgroup && manager?.runtime === 'containerd' && manager.id !== undefined)
      return itsOwnName(manager.runtime, manager.id);
    if (!inCgroup)
      return containerByState(lineage, process, outside => {
        const store = storeBelow(outside);
        return store ? statesIn(store) : [];
      });
    const {runtime, id} = inCgroup;
    if (!/^[0-9a-f]{64}$/.test(id)) return itsOwnName(runtime, id);
    if (manager?.id === id && manager.name !== undefined)
      return {...itsOwnName(runtime, id), name: manager.name};
    const outside = runtime === 'podman' ? outsideOf(lineage, process) : undefined;
    const stored = outside && storeBelow(outside);
    const name = stored && namesIn(stored).get(id);
    if (stored && name !== undefined) return {runtime, id, name, namedBy: nameOfOwner(stored)};
    const store = manager && storeBelow(manager.process);
    const file = store && configIn(store, id, manager);
    const configured = file && nameOf(`${manager.process.pid}\0${file}`);
    if (!store || !configured) return {runtime, id, name: null, namedBy: null};
    return {runtime, id, name: configured, namedBy: nameOfOwner(store)};
  };
}

function itsOwnName(runtime: string, id: string): NamedContainer {
  return {runtime, id, name: id, namedBy: null};
}

function nameOfOwner({owner}: Store): string | null {
  return owner?.name ?? null;
}

/** Where a process keeps what is known of containers: below its root directory, in the places of the user that it runs as. */
export function storeOf(viewed: Viewed, process: Process): Store | undefined {
  const uid = orUndefined(process.status())?.uid;
  if (uid === undefined || uid === 0)
    return uid === undefined ? undefined : {...containerStores(), process, owner: undefined};
  const passwd = readBelowRoot(viewed, process, 'etc/passwd');
  const user = orUndefined(mapRead(passwd, bytes => parseUser(bytes, uid)));
  const owner = user && {uid, ...user};
  return owner && {...containerStores(owner), process, owner};
}

/** How many pid namespaces know a process, from that of the procfs inwards; 0 where that can't be read. */
function depthOf(process: Process): number {
  return orUndefined(process.briefStatus())?.nspids.length ?? 0;
}

/** The nearest process above that manages the container: it names its id, or started its PID 1. */
function managerOf(lineage: Lineage, process: Process, id?: string): Manager | undefined {
  for (const above of lineage.ancestors(process)) {
    const managed = parseContainerManager(orUndefined(above.argv()) ?? []);
    const isOutside = depthOf(above) === depthOf(process) - 1;
    if (managed && (isOutside || (id !== undefined && managed.id === id)))
      return {...managed, process: above};
  }
  return undefined;
}

/** The nearest process above that is in the pid namespace around that of the container. */
function outsideOf(lineage: Lineage, process: Process): Process | undefined {
  const depth = depthOf(process);
  return lineage.ancestors(process).find(above => depthOf(above) === depth - 1);
}

/** The container of runc(8) or crun(1) whose PID 1 is that of a process. Only this state tells it from another pid namespace. */
function containerByState(
  lineage: Lineage,
  process: Process,
  statesAt: (outside: Process) => readonly KnownByState[],
): NamedContainer | undefined {
  const line = [process, ...lineage.ancestors(process)];
  const at = line.findIndex(one => orUndefined(one.status())?.nspids.at(-1) === 1);
  const [init, outside] = line.slice(Math.max(at, 0));
  if (!init || !outside || depthOf(init) !== depthOf(process) || depthOf(outside) !== 1) return undefined;
  const {pid, startTicks} = init.stat;
  const found = statesAt(outside).find(one => one.pid === pid && one.startTicks === startTicks);
  return found && {...itsOwnName(found.runtime, found.id), namedBy: found.namedBy};
}

/** A container by the state that its runtime keeps. */
interface KnownByState extends PidOne, Pick<NamedContainer, 'runtime' | 'id' | 'namedBy'> {}

/** The containers of runc(8) and crun(1) in a store; none where that can't be read. */
function statesOf(lineage: Lineage, {process, states, owner}: Store): KnownByState[] {
  return states.flatMap(({runtime, folder, file}) =>
    (orUndefined(listBelowRoot(lineage, process, folder)) ?? []).flatMap(id => {
      if (!RUNC_ID.test(id)) return [];
      const state = readBelowRoot(lineage, process, `${folder}/${id}/${file}`);
      const init = orUndefined(mapRead(state, parsePidOne));
      return init ? [{...init, runtime, id, namedBy: owner?.name ?? null}] : [];
    }),
  );
}

/** The names of Podman's containers by id in a store. */
function storedNames(lineage: Lineage, {process, podman}: Store): ReadonlyMap<string, string> {
  const named = podman.map(file =>
    orUndefined(mapRead(readBelowRoot(lineage, process, file), parseStoredNames)),
  );
  return new Map(named.flatMap(names => [...(names ?? [])]));
}

/** The file with the name of a container, below the root directory of its manager. */
function configIn({docker}: Store, id: string, {runtime, namespace = ''}: Manager): string | undefined {
  if (runtime === 'docker') return `${docker}/${id}/config.v2.json`;
  const isName = /^[A-Za-z0-9][\w.-]*$/.test(namespace);
  return runtime === 'containerd' && isName ? `${CONTAINERD}/${namespace}/${id}/config.json` : undefined;
}
