import {isAbsolute} from 'node:path';
import type {FileStat} from '../kernel/procfs.ts';
import {meansGone, orUndefined, type Read, unreadable} from '../kernel/read.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';
import {shownPid} from './vantage.ts';

/**
 * stat(2) of a path as procdoc itself sees it: by way of its own root or working directory in the procfs, or below the
 * process that it names. A recording may have the file by a descriptor only, whose link is the path. EXDEV: the procfs
 * doesn't show procdoc, so that only paths below its processes lead through it.
 */
export function readFileAt(snapshot: Snapshot, path: string): Read<FileStat> {
  const {source, machine} = snapshot;
  const inProcess = pathInProcess(snapshot, path);
  if (!machine.recorded && !inProcess && shownPid(machine) === undefined) return unreadable('EXDEV');
  const {withoutFiles} = machine.recorded ?? {};
  const stat = withoutFiles ? unreadable(withoutFiles) : source.stat(pathFromHere(snapshot, path));
  if (!machine.recorded || stat.ok || !(withoutFiles || meansGone(stat.errno))) return stat;
  if (!inProcess) return openedAt(snapshot.processes(), path);
  const process = snapshot.find(inProcess.pid);
  return process ? openedAt([process], inProcess.rest.replace(/^root/, '')) : stat;
}

/** A path as procdoc sees it, below the mount point of the procfs. */
export function pathFromHere(snapshot: Snapshot, path: string): string {
  const inProcess = pathInProcess(snapshot, path);
  if (inProcess) return `${inProcess.pid}/${inProcess.rest}`;
  return isAbsolute(path) ? `self/root${path}` : `self/cwd/${path}`;
}

/** A path in the folder of a process, by the mount point of the procfs. */
function pathInProcess({vantage}: Snapshot, path: string): {pid: number; rest: string} | undefined {
  if (!path.startsWith(`${vantage.mount}/`)) return undefined;
  const [, pid, rest] = /^(\d+)\/(.+)$/s.exec(path.slice(vantage.mount.length + 1)) ?? [];
  return pid === undefined || rest === undefined ? undefined : {pid: Number(pid), rest};
}

/** The one file that a descriptor leads to by this path; several files of one path are in several mount namespaces. */
function openedAt(processes: readonly Process[], path: string): Read<FileStat> {
  const descriptors = processes.flatMap(process => orUndefined(process.descriptors()) ?? []);
  const stats = descriptors
    .filter(one => orUndefined(one.target()) === path)
    .map(descriptor => descriptor.stat());
  const files = new Set(stats.map(stat => (stat.ok ? `${stat.value.device} ${stat.value.inode}` : '')));
  return (files.size === 1 ? stats[0] : undefined) ?? unreadable('ENOENT');
}
