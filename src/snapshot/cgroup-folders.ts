import {posix} from 'node:path';
import {orUndefined} from '../kernel/read.ts';
import {type CgroupMount, parseCgroupMounts} from '../parse/mountinfo.ts';
import type {CgroupMembership} from '../parse/process/pid-cgroup.ts';
import {oncePer} from './once.ts';
import type {Snapshot} from './snapshot.ts';

const mountsOf = oncePer(
  ({source}: Snapshot): readonly CgroupMount[] =>
    orUndefined(source.read('self/mountinfo', parseCgroupMounts)) ?? [],
);

/** Whether any hierarchy is mounted where procdoc runs. */
export function areCgroupsMounted(snapshot: Snapshot): boolean {
  return mountsOf(snapshot).length > 0;
}

/**
 * The folders of a cgroup and of those above it, outermost first, as far as they are mounted where procdoc runs: what is
 * set for one of them holds for all below. Undefined where its hierarchy is not mounted, or it lies outside of what is.
 */
export function cgroupFolders(
  snapshot: Snapshot,
  {controllers, path}: CgroupMembership,
): readonly string[] | undefined {
  const mounts = mountsOf(snapshot).filter(mount => isSame(mount.controllers, controllers));
  const mount = mounts.find(({root}) => root === '/' || path === root || path.startsWith(`${root}/`));
  if (!mount || path.split('/').includes('..')) return undefined;
  const names = posix.relative(mount.root, path).split('/').filter(Boolean);
  return [mount.mountPoint, ...names.map((_, at) => posix.join(mount.mountPoint, ...names.slice(0, at + 1)))];
}

/** A v1 hierarchy shows each of its controllers among its mount options, next to others. */
function isSame(mounted: readonly string[], controllers: readonly string[]): boolean {
  if (controllers.length === 0) return mounted.length === 0;
  return controllers.every(controller => mounted.includes(controller));
}
