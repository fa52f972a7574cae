import {orUndefined} from '../../kernel/read.ts';
import {parseLoadavg} from '../../parse/loadavg.ts';
import {parsePidsEvents, parsePidsMax, parseTaskCount} from '../../parse/pids-controller.ts';
import type {CgroupMembership} from '../../parse/process/pid-cgroup.ts';
import {areCgroupsMounted, cgroupFolders} from '../cgroups.ts';
import {UNRECORDED_LIMITS} from '../gap-names.ts';
import type {Snapshot} from '../snapshot.ts';
import {NOT_UNDERSTOOD} from '../source.ts';

/** A limit on how many tasks there may be. */
export interface TaskLimit {
  /** The folder of the cgroup; undefined where the limit is that of the machine. */
  readonly folder: string | undefined;
  /** The files of the limit and of the number of tasks, for evidence. */
  readonly maxFile: string;
  readonly currentFile: string;
  readonly max: number;
  readonly current: number;
  /** How often fork(2) has failed for it, or for one above (see parse/pids-controller); undefined where no file says so. */
  readonly failedForks: number | undefined;
}

/** The folders of a cgroup and of the cgroups above, as far as they are mounted. A cgroup that isn't mounted is a gap. */
export function foldersOf(snapshot: Snapshot, cgroup: CgroupMembership): readonly string[] {
  const {ledger, machine} = snapshot;
  const folders = cgroupFolders(snapshot, cgroup);
  const areMounted = areCgroupsMounted(snapshot);
  if (!areMounted && machine.recorded) ledger.note(UNRECORDED_LIMITS, 'ENODATA');
  else if (!folders) ledger.note('cgroup', areMounted ? 'EXDEV' : 'ENODEV');
  return folders ?? [];
}

/** The limit of one cgroup; undefined where there is none: the root cgroup has no file for one. */
export function readCgroupLimit(snapshot: Snapshot, folder: string): TaskLimit | undefined {
  const [maxFile, currentFile] = [`${folder}/pids.max`, `${folder}/pids.current`];
  const max = readNumber(snapshot, maxFile, parsePidsMax);
  if (max === undefined || !Number.isFinite(max)) return undefined;
  const current = readNumber(snapshot, currentFile, parseTaskCount);
  if (current === undefined) return undefined;
  const failedForks = readNumber(snapshot, `${folder}/pids.events`, parsePidsEvents);
  return {folder, maxFile, currentFile, max, current, failedForks};
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
export function readMachineLimit(snapshot: Snapshot): TaskLimit | undefined {
  if (!snapshot.stats().some(({kernelThread}) => kernelThread)) return undefined;
  const {source} = snapshot;
  const current = orUndefined(source.read('loadavg', parseLoadavg))?.tasks;
  const limits = ['sys/kernel/pid_max', 'sys/kernel/threads-max'].flatMap(file => {
    const max = orUndefined(source.read(file, parseTaskCount));
    return max === undefined ? [] : {file, max};
  });
  const [tighter] = limits.sort((a, b) => a.max - b.max);
  if (current === undefined || !tighter) return undefined;
  return {
    folder: undefined,
    maxFile: `/proc/${tighter.file}`,
    currentFile: '/proc/loadavg',
    max: tighter.max,
    current,
    failedForks: undefined,
  };
}
