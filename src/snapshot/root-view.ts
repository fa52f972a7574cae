import {orUndefined} from '../kernel/read.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';

/**
 * Whether a process has the mounts that procdoc has: of an open file, /proc then shows the path that leads there from
 * here. Undefined where that can't be read, and for a procfs that doesn't show procdoc.
 */
export function hasOurMounts({machine: {procfs}}: Snapshot, {pid}: Process): boolean | undefined {
  const [own, its] = ['self', pid].map(task => orUndefined(procfs.link(`${task}/ns/mnt`)));
  return own && its && own.equals(its);
}

/** Whether a path means the same to a process as to procdoc: it has the mounts and the root directory of procdoc. */
export function hasOurRoot(snapshot: Snapshot, process: Process): boolean | undefined {
  const root = orUndefined(snapshot.machine.procfs.link(`${process.pid}/root`));
  const hasMounts = hasOurMounts(snapshot, process);
  return root && hasMounts && root.toString('latin1') === '/';
}

/** A path below the root directory of a process, as it can be typed here: proc_pid_root(5). */
export function belowRoot({vantage}: Snapshot, {pid}: Process, path: string): string {
  return `${vantage.mount}/${pid}/root${path}`;
}
