import {decodeText} from '../text.ts';

/**
 * The cgroup path in /proc/PID/cgroup (cgroups(7)): the path in the unified hierarchy, or, where none is there
 * (cgroup v1), the longest other path. Inside a cgroup namespace, the path starts at the root of the namespace: "/".
 */
export function parsePidCgroup(bytes: Buffer): string | undefined {
  const paths = new Map<string, string>();
  for (const line of decodeText(bytes).split('\n')) {
    const match = /^(\d+):[^:]*:(.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) paths.set(match[1], match[2]);
  }
  const unified = paths.get('0');
  if (unified !== undefined && unified !== '/') return unified;
  return [...paths.values()].sort((a, b) => b.length - a.length)[0];
}

/** The cgroup that counts the tasks of a process, and may limit their number. */
export interface PidsCgroup {
  /** 1: the hierarchy of the pids controller; 2: the unified hierarchy. */
  readonly version: 1 | 2;
  /** The path from the root of the reader's cgroup namespace; "/../x" outside of the namespace. */
  readonly path: string;
}

/**
 * The cgroup in /proc/PID/cgroup that counts the tasks of the process. For a zombie, the unified hierarchy shows the
 * cgroup in which the process died, even if that cgroup has been removed since; v1 always shows "/":
 * proc_cgroup_show() in kernel/cgroup/cgroup.c.
 */
export function parsePidsCgroup(bytes: Buffer): PidsCgroup | undefined {
  let unified: PidsCgroup | undefined;
  for (const line of decodeText(bytes).split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined || controllers === undefined) continue;
    if (controllers.split(',').includes('pids')) return {version: 1, path};
    if (line.startsWith('0::')) unified = {version: 2, path: path.replace(/ \(deleted\)$/, '')};
  }
  return unified;
}
