import {orUndefined} from '../../kernel/read.ts';
import {
  parseLoadavgTasks,
  parsePidsEvents,
  parsePidsMax,
  parseTaskCount,
} from '../../parse/pids-controller.ts';
import {type CgroupMembership, pidsCgroupAmong} from '../../parse/process/pid-cgroup.ts';
import {areCgroupsMounted, cgroupFolders} from '../cgroup-folders.ts';
import {UNRECORDED_LIMITS} from '../gap-names.ts';
import {groupBy} from '../group-by.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {NOT_UNDERSTOOD} from '../source.ts';
import type {Zombie} from './zombie.ts';

/** A limit on how many tasks there may be; a zombie counts as one until it is reaped. */
export interface PidsLimit {
  /** The folder of the cgroup; undefined where the limit is that of the machine. */
  readonly folder: string | undefined;
  /** The files of the limit and of the number of tasks, for evidence. */
  readonly maxFile: string;
  readonly currentFile: string;
  readonly max: number;
  readonly current: number;
  /** How often fork(2) has failed for it, or for one above (see parse/pids-controller); undefined where no file says so. */
  readonly failedForks: number | undefined;
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

/** The folders of a cgroup and of the cgroups above, as far as they are mounted. A cgroup that isn't mounted is a gap. */
function foldersOf(snapshot: Snapshot, cgroup: CgroupMembership): readonly string[] {
  const {ledger, machine} = snapshot;
  const folders = cgroupFolders(snapshot, cgroup);
  const areMounted = areCgroupsMounted(snapshot);
  if (!areMounted && machine.recorded) ledger.note(UNRECORDED_LIMITS, 'ENODATA');
  else if (!folders) ledger.note('cgroup', areMounted ? 'EXDEV' : 'ENODEV');
  return folders ?? [];
}

/** The limit of one cgroup; undefined where there is none: the root cgroup has no file for one. */
function readLimit(
  snapshot: Snapshot,
  folder: string,
  counted: readonly CountedZombie[],
): PidsLimit | undefined {
  const [maxFile, currentFile] = [`${folder}/pids.max`, `${folder}/pids.current`];
  const max = readNumber(snapshot, maxFile, parsePidsMax);
  if (max === undefined || !Number.isFinite(max)) return undefined;
  const current = readNumber(snapshot, currentFile, parseTaskCount);
  if (current === undefined) return undefined;
  return {
    folder,
    maxFile,
    currentFile,
    max,
    current,
    failedForks: readNumber(snapshot, `${folder}/pids.events`, parsePidsEvents),
    zombies: counted.map(({zombie}) => zombie),
    showsZombies: counted.every(({cgroup}) => cgroup.controllers.length === 0),
  };
}

function readNumber(
  {machine, ledger}: Snapshot,
  path: string,
  parse: (bytes: Buffer) => number | undefined,
): number | undefined {
  const bytes = machine.procfs.read(`self/root${path}`);
  const number = bytes.ok ? parse(bytes.value) : undefined;
  // No such file: no limit is set there, or the cgroup was removed since.
  if (number === undefined) ledger.note('cgroup', bytes.ok ? NOT_UNDERSTOOD : bytes.errno);
  return number;
}

/**
 * The tighter of the two limits of the machine. /proc/loadavg counts all tasks of the machine, in every pid namespace;
 * its zombies are visible from the outermost pid namespace only, which is where the kernel's threads are.
 */
function machineLimit(snapshot: Snapshot, zombies: readonly Zombie[]): PidsLimit[] {
  if (!snapshot.stats().some(({kernelThread}) => kernelThread)) return [];
  const {source} = snapshot;
  const current = orUndefined(source.read('loadavg', parseLoadavgTasks));
  const limits = ['sys/kernel/pid_max', 'sys/kernel/threads-max'].flatMap(file => {
    const max = orUndefined(source.read(file, parseTaskCount));
    return max === undefined ? [] : {file, max};
  });
  const [tighter] = limits.sort((a, b) => a.max - b.max);
  if (current === undefined || !tighter) return [];
  return [
    {
      folder: undefined,
      maxFile: `/proc/${tighter.file}`,
      currentFile: '/proc/loadavg',
      max: tighter.max,
      current,
      failedForks: undefined,
      zombies,
      showsZombies: true,
    },
  ];
}

/** Zombies by their parent; the parent with most of them comes first. */
export function zombiesByParent(zombies: readonly Zombie[]): (readonly [Zombie, ...Zombie[]])[] {
  return [...groupBy(zombies, ({process}) => process.stat.ppid).values()]
    .flatMap(([first, ...more]): (readonly [Zombie, ...Zombie[]])[] => (first ? [[first, ...more]] : []))
    .sort((a, b) => b.length - a.length);
}
