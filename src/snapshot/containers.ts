import {mapRead, orUndefined} from '../kernel/read.ts';
import {type PidOne, parseContainerName, parsePidOne, parseStoredNames} from '../parse/container-config.ts';
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

/** Where runc(8) and crun(1) keep the state of their containers, a folder for each, if they have no other --root. */
const states = [
  {runtime: 'runc', folder: 'run/runc', file: 'state.json'},
  {runtime: 'crun', folder: 'run/crun', file: 'status'},
] as const;
/** Where Podman keeps the names of root's containers, by storage driver. */
const stored = ['overlay', 'vfs', 'btrfs', 'zfs'].map(
  driver => `var/lib/containers/storage/${driver}-containers/containers.json`,
);
/** Docker's --data-root, if it has no other. */
const DOCKER = 'var/lib/docker/containers';
/** Where containerd keeps the OCI bundles of its containers, a folder for each namespace. */
const CONTAINERD = 'run/containerd/io.containerd.runtime.v2.task';

/**
 * The container of a process: as its cgroup has it, or, where that names none, as the manager that runs it from outside of
 * its pid namespace does. It has the name that the manager or the files of the runtime tell; of the others the id must do.
 */
export function containersIn(lineage: Lineage): (process: Process) => NamedContainer | undefined {
  const nameOf = onceEach((key: string) => {
    const [pid, file] = key.split('\0');
    const read = readBelowRoot(lineage, {pid: Number(pid)}, file ?? '');
    return orUndefined(mapRead(read, parseContainerName));
  });
  const containerIn = onceEach(containerAmong);
  const statesAt = onceEach((pid: number) => statesBelow(lineage, pid));
  const storedAt = onceEach((pid: number) => storedBelow(lineage, pid));
  return process => {
    const cgroups = orUndefined(process.cgroups());
    const inCgroup = cgroups && containerIn(cgroups);
    if (!inCgroup && depthOf(process) < 2) return undefined;
    const manager = managerOf(lineage, process, inCgroup?.id);
    if (!inCgroup && manager?.name !== undefined)
      return {runtime: manager.runtime, id: manager.name, name: manager.name};
    // A container that ctr(8) has made has no other name than its id.
    if (!inCgroup && manager?.runtime === 'containerd' && manager.id !== undefined)
      return {runtime: manager.runtime, id: manager.id, name: manager.id};
    if (!inCgroup) return containerByState(lineage, process, statesAt);
    const {runtime, id} = inCgroup;
    if (!/^[0-9a-f]{64}$/.test(id)) return {runtime, id, name: id};
    const outside = runtime === 'podman' ? outsideOf(lineage, process) : undefined;
    const told =
      (manager?.id === id ? manager.name : undefined) ?? (outside && storedAt(outside.pid).get(id));
    const file = manager && configOf(id, manager);
    return {
      runtime,
      id,
      name: told ?? (file ? nameOf(`${manager.process.pid}\0${file}`) : undefined) ?? null,
    };
  };
}

/** How many pid namespaces know a process, from that of the procfs inwards; 0 where that can't be read. */
function depthOf(process: Process): number {
  return orUndefined(process.status())?.nspids.length ?? 0;
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
  statesAt: (pid: number) => readonly KnownByState[],
): NamedContainer | undefined {
  const line = [process, ...lineage.ancestors(process)];
  const at = line.findIndex(one => orUndefined(one.status())?.nspids.at(-1) === 1);
  const [init, outside] = line.slice(Math.max(at, 0));
  if (!init || !outside || depthOf(init) !== depthOf(process) || depthOf(outside) !== 1) return undefined;
  const {pid, startTicks} = init.stat;
  const found = statesAt(outside.pid).find(one => one.pid === pid && one.startTicks === startTicks);
  return found && {runtime: found.runtime, id: found.id, name: found.id};
}

/** A container by the state that its runtime keeps. */
interface KnownByState extends PidOne {
  readonly runtime: string;
  readonly id: string;
}

/** The containers of runc(8) and crun(1) below the root directory of a process; none where that can't be read. */
function statesBelow(lineage: Lineage, pid: number): KnownByState[] {
  return states.flatMap(({runtime, folder, file}) =>
    (orUndefined(listBelowRoot(lineage, {pid}, folder)) ?? []).flatMap(id => {
      const state = readBelowRoot(lineage, {pid}, `${folder}/${id}/${file}`);
      const init = orUndefined(mapRead(state, parsePidOne));
      return init ? [{...init, runtime, id}] : [];
    }),
  );
}

/** The names of Podman's containers by id, below the root directory of a process. */
function storedBelow(lineage: Lineage, pid: number): ReadonlyMap<string, string> {
  const files = stored.map(file => orUndefined(readBelowRoot(lineage, {pid}, file)));
  return new Map(files.flatMap(bytes => (bytes ? [...parseStoredNames(bytes)] : [])));
}

/** The file with the name of a container, below the root directory of its manager. */
function configOf(id: string, {runtime, namespace = ''}: Manager): string | undefined {
  if (runtime === 'docker') return `${DOCKER}/${id}/config.v2.json`;
  const isName = /^[A-Za-z0-9][\w.-]*$/.test(namespace);
  return runtime === 'containerd' && isName ? `${CONTAINERD}/${namespace}/${id}/config.json` : undefined;
}
