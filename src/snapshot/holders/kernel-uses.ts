import {resolve} from 'node:path';
import {type FileStat, isSameInode} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Mount} from '../../parse/mountinfo.ts';
import {deviceNumbers} from '../device.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {HolderSearch} from './holder-search.ts';
import {devicesOn, isSwap, type LoopDevice, loopDevicesOn} from './loop-devices.ts';
import {type MountView, machineMounts, mountAt, placeOf} from './machine-mounts.ts';

/** A mount that keeps a target in use. */
export interface MountUse {
  readonly mount: Mount;
  /**
   * device: its file system is on the target. copy: the file system of the target, or a part of it, is mounted there, too,
   * and stays so when the target is unmounted. below: it is mounted on a directory below the target. upon: it is mounted on the target.
   */
  readonly use: 'device' | 'copy' | 'below' | 'upon';
  /** Whether it is in the mount namespace of procdoc. */
  readonly isOurs: boolean;
  /** The processes of its mount namespace, by ascending pid. */
  readonly users: readonly Process[];
}

/** What the kernel itself holds of a target, which no descriptor shows. */
export interface KernelUses {
  /** The loop devices on an image. */
  readonly loopDevices: readonly LoopDevice[];
  readonly mounts: readonly MountUse[];
  readonly isSwap: boolean;
  /** The names of block devices that are built on the target. */
  readonly devices: readonly string[];
  /** The mount whose root the target is, which can be reached from here. */
  readonly rootOf: Mount | undefined;
}

const none: KernelUses = {loopDevices: [], mounts: [], isSwap: false, devices: [], rootOf: undefined};

/** Mounts in every mount namespace, loop and other devices, and swap space that keep a file, directory or block device in use. */
export function kernelUses(snapshot: Snapshot, {file, path}: HolderSearch): KernelUses {
  if (file?.kind === 'file') {
    const loopDevices = loopDevicesOn(snapshot, file, path);
    const mounts = mountsOf(snapshot, new Set(loopDevices.map(one => one.numbers)));
    return {...none, loopDevices, mounts, isSwap: isSwap(snapshot, file, path)};
  }
  if (file?.kind === 'block-device' && file.rawDevice !== undefined) {
    const numbers = deviceNumbers(file.rawDevice);
    const mounts = mountsOf(snapshot, new Set([numbers]));
    const devices = devicesOn(snapshot, numbers);
    return {...none, mounts, devices, isSwap: isSwap(snapshot, file, path)};
  }
  return file?.kind === 'directory' ? usesOfDirectory(snapshot, file, path) : none;
}

function mountsOf(snapshot: Snapshot, devices: ReadonlySet<string>): MountUse[] {
  return usesIn(machineMounts(snapshot), 'device', ({device}) => devices.has(device));
}

function usesIn(
  views: readonly MountView[],
  use: MountUse['use'],
  isOne: (mount: Mount, view: MountView) => boolean,
): MountUse[] {
  return views.flatMap(view =>
    view.mounts
      .filter(mount => isOne(mount, view))
      .map(mount => ({mount, use, isOurs: view.isOurs, users: view.users})),
  );
}

function usesOfDirectory(snapshot: Snapshot, file: FileStat, path: string): KernelUses {
  const views = machineMounts(snapshot);
  const [own, ...others] = views;
  if (!own) return none;
  const rootOf = mountWithRoot(snapshot, own.mounts, file, path);
  if (!rootOf) return {...none, mounts: upon(own, others, resolve(path))};
  const receiving = groupsBelow(views, own.mounts.find(({id}) => id === rootOf.parent)?.shared);
  const place = placeUnder(own, rootOf);
  const goesAlong = (mount: Mount, view: MountView) => {
    const {shared, master} = view.mounts.find(({id}) => id === mount.parent) ?? {};
    const isReceiver = [shared, master].some(group => group !== undefined && receiving.has(group));
    return isReceiver && placeUnder(view, mount) === place;
  };
  const isCopy = (mount: Mount, view: MountView) =>
    mount.id !== rootOf.id &&
    mount.parent !== rootOf.id &&
    mount.device === rootOf.device &&
    (mount.root === rootOf.root || rootOf.root === '/') &&
    !goesAlong(mount, view);
  const below = usesIn([own], 'below', ({id, parent}) => parent === rootOf.id && id !== rootOf.id);
  return {...none, rootOf, mounts: [...below, ...usesIn([own, ...others], 'copy', isCopy)]};
}

/** The mount at a path: by its name, or where a link leads there, by asking the file system that answered already. */
function mountWithRoot(
  snapshot: Snapshot,
  mounts: readonly Mount[],
  file: FileStat,
  path: string,
): Mount | undefined {
  const ofDevice = mounts.filter(mount => mount.device === deviceNumbers(file.device));
  const whole = resolve(path);
  const isVisible = (mount: Mount) => mountAt(mounts, mount.mountPoint) === mount;
  return ofDevice.filter(isVisible).find(({mountPoint}) => {
    if (mountPoint === whole) return true;
    const stat = orUndefined(snapshot.machine.procfs.stat(Buffer.from(`self/root${mountPoint}`)));
    return isSameInode(file, stat);
  });
}

/** What is mounted on a directory in other mount namespaces: on the same directory of the same file system. */
function upon({mounts}: MountView, others: readonly MountView[], path: string): MountUse[] {
  const place = placeOf(mounts, path);
  if (place === undefined) return [];
  return usesIn(others, 'upon', (mount, view) => placeUnder(view, mount) === place);
}

/** On which directory of which file system something is mounted; undefined for the root of a namespace. */
function placeUnder({mounts}: MountView, {id, parent, mountPoint}: Mount): string | undefined {
  return placeOf(
    mounts.filter(one => one.id === parent && one.id !== id),
    mountPoint,
  );
}

/** A peer group and those that receive its mounts, directly or by way of others: what is unmounted in it goes there, too. */
function groupsBelow(views: readonly MountView[], group: number | undefined): ReadonlySet<number> {
  const groups = new Set(group === undefined ? [] : [group]);
  const all = views.flatMap(({mounts}) => mounts);
  for (const one of groups)
    for (const {master, shared} of all) if (master === one && shared !== undefined) groups.add(shared);
  return groups;
}
