import {posix} from 'node:path';
import {orUndefined} from '../kernel/read.ts';
import {parseFreezerState, parseFreezeWanted, parseFrozen} from '../parse/cgroup-freezer.ts';
import {type CgroupMount, parseCgroupMounts} from '../parse/mountinfo.ts';
import type {CgroupMembership} from '../parse/process/pid-cgroup.ts';
import {type Evidence, seenAt} from './evidence.ts';
import {onceEach, oncePer} from './once.ts';
import type {Process} from './process.ts';
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

/** The cgroup that freezes: its folder, where it can be thawed; undefined where that is not seen. */
export interface Freezer {
  readonly folder: string | undefined;
  readonly version: 1 | 2;
  readonly certainty: 'proven' | 'likely';
}

/** A cgroup that freezes, with what shows it. */
export type FreezerAnswer = Freezer & {readonly evidence: readonly Evidence[]};

/** The outermost frozen cgroup of a process, where it is seen: every process below it is frozen, too. */
export function frozenCgroupOf(snapshot: Snapshot, {stat, cgroups}: Process): FreezerAnswer | undefined {
  if (stat.state === 'R' || stat.state === 'Z' || stat.kernelThread) return undefined;
  return frozenAmong(snapshot)(orUndefined(cgroups()) ?? []);
}

/** The processes of a cgroup may have their memberships in common: see `Source.cgroupsOf`. */
const frozenAmong = oncePer((snapshot: Snapshot) =>
  onceEach((memberships: readonly CgroupMembership[]): FreezerAnswer | undefined => {
    for (const membership of memberships) {
      const {controllers, path} = membership;
      const version = isUnified(membership) ? 2 : controllers.includes('freezer') ? 1 : undefined;
      if (version === undefined || path === '/') continue;
      for (const folder of cgroupFolders(snapshot, membership) ?? []) {
        const answer = freezerAt(snapshot, folder, version);
        if (answer) return answer;
      }
    }
    return undefined;
  }),
);

/** Whether a cgroup (v2) may freeze a process without procdoc seeing that. */
export function mayFreezeUnseen(snapshot: Snapshot, {cgroups}: Process): boolean {
  const memberships = cgroups();
  return !memberships.ok || mayFreezeAmong(snapshot)(memberships.value);
}

/** A cgroup that procdoc is in or below doesn't, since procdoc runs; nor one that is not frozen by its own account. */
const mayFreezeAmong = oncePer((snapshot: Snapshot) =>
  onceEach((memberships: readonly CgroupMembership[]): boolean => {
    const membership = memberships.find(isUnified);
    if (!membership) return false;
    const observer = snapshot.observerPid();
    const own = Number.isNaN(observer) ? undefined : snapshot.find(observer)?.cgroups();
    const ownPath = own?.ok ? own.value.find(isUnified)?.path : undefined;
    if (ownPath !== undefined && isAtOrAbove(membership.path, ownPath)) return false;
    if (membership.path === '/') return true;
    const folder = cgroupFolders(snapshot, membership)?.at(-1);
    return folder === undefined || readFreezerFile(snapshot, folder, 'cgroup.events', parseFrozen) !== false;
  }),
);

function isUnified({controllers}: CgroupMembership): boolean {
  return controllers.length === 0;
}

function isAtOrAbove(path: string, below: string): boolean {
  return path === '/' || path === below || below.startsWith(`${path}/`);
}

const answers = oncePer((_: Snapshot) => new Map<string, FreezerAnswer | undefined>());

function freezerAt(snapshot: Snapshot, folder: string, version: 1 | 2): FreezerAnswer | undefined {
  const kept = answers(snapshot);
  if (!kept.has(folder)) kept.set(folder, readFreezer(snapshot, folder, version));
  return kept.get(folder);
}

/** A cgroup without such files is not frozen: the root of its hierarchy has none. */
function readFreezer(snapshot: Snapshot, folder: string, version: 1 | 2): FreezerAnswer | undefined {
  const read = <T>(file: string, parse: (bytes: Buffer) => T) =>
    readFreezerFile(snapshot, folder, file, parse);
  const answer = (certainty: Freezer['certainty'], file: string, field: string | null, value: string) => ({
    folder,
    version,
    certainty,
    evidence: [seenAt(`${folder}/${file}`, field, value)],
  });
  if (version === 1) {
    const state = read('freezer.state', parseFreezerState);
    if (state === undefined || state === 'THAWED') return undefined;
    return answer(state === 'FROZEN' ? 'proven' : 'likely', 'freezer.state', null, state);
  }
  if (read('cgroup.events', parseFrozen)) return answer('proven', 'cgroup.events', 'frozen', '1');
  return read('cgroup.freeze', parseFreezeWanted) ? answer('likely', 'cgroup.freeze', null, '1') : undefined;
}

function readFreezerFile<T>(
  {machine}: Snapshot,
  folder: string,
  file: string,
  parse: (bytes: Buffer) => T,
): T | undefined {
  const bytes = orUndefined(machine.procfs.read(`self/root${folder}/${file}`));
  return bytes && parse(bytes);
}
