import {orUndefined} from '../../kernel/read.ts';
import {type CgroupMembership, pidsCgroupAmong} from '../../parse/process/pid-cgroup.ts';
import {groupBy} from '../group-by.ts';
import {foldersOf, readCgroupLimit, readMachineLimit, type TaskLimit} from '../machine-load/task-limit.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Zombie} from './zombie.ts';

/** A limit that zombies use up: each counts as a task until it is reaped. */
export interface PidsLimit extends TaskLimit {
  /** The zombies that count for it, and have been dead for some time. */
  readonly zombies: readonly Zombie[];
  /** Whether the kernel shows that the zombies count for it: in cgroup v1 they are taken to count where their parents do. */
  readonly showsZombies: boolean;
}

/** A zombie with the cgroup that it counts for. */
interface CountedZombie {
  readonly zombie: Zombie;
  readonly cgroup: CgroupMembership;
}

/** The limits that these zombies count for: of their cgroups, of the cgroups above, and of the machine. */
export function readPidsLimits(snapshot: Snapshot, zombies: readonly Zombie[]): PidsLimit[] {
  const settled = zombies.filter(({isSettled}) => isSettled);
  if (settled.length === 0) return [];
  return [...cgroupLimits(snapshot, settled), ...machineLimit(snapshot, settled)];
}

function cgroupLimits(snapshot: Snapshot, zombies: readonly Zombie[]): PidsLimit[] {
  const counted = zombies.flatMap(zombie => countedZombie(zombie) ?? []);
  const inFolders = counted.flatMap(one => foldersOf(snapshot, one.cgroup).map(folder => ({...one, folder})));
  const byFolder = groupBy(inFolders, ({folder}) => folder);
  return [...byFolder].flatMap(([folder, members]) => readLimit(snapshot, folder, members) ?? []);
}

function countedZombie(zombie: Zombie): CountedZombie | undefined {
  const own = pidsCgroupOf(zombie.process);
  const cgroup = own && own.controllers.length > 0 ? pidsCgroupOf(zombie.reaper?.process) : own;
  return cgroup && {zombie, cgroup};
}

function pidsCgroupOf(process: Process | undefined): CgroupMembership | undefined {
  return process && pidsCgroupAmong(orUndefined(process.cgroups()) ?? []);
}

function readLimit(
  snapshot: Snapshot,
  folder: string,
  counted: readonly CountedZombie[],
): PidsLimit | undefined {
  const limit = readCgroupLimit(snapshot, folder);
  return (
    limit && {
      ...limit,
      zombies: counted.map(({zombie}) => zombie),
      showsZombies: counted.every(({cgroup}) => cgroup.controllers.length === 0),
    }
  );
}

function machineLimit(snapshot: Snapshot, zombies: readonly Zombie[]): PidsLimit[] {
  const limit = readMachineLimit(snapshot);
  return limit ? [{...limit, zombies, showsZombies: true}] : [];
}

/** Zombies by their parent; the parent with most of them comes first. */
export function zombiesByParent(zombies: readonly Zombie[]): (readonly [Zombie, ...Zombie[]])[] {
  return [...groupBy(zombies, ({stat}) => stat.ppid).values()]
    .flatMap(([first, ...more]): (readonly [Zombie, ...Zombie[]])[] => (first ? [[first, ...more]] : []))
    .sort((a, b) => b.length - a.length);
}
