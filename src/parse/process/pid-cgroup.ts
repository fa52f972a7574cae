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

/** A process's place in one hierarchy of /proc/PID/cgroup (cgroups(7)). */
export interface CgroupMembership {
  /** Of cgroup v1: "freezer", "name=systemd"; empty of the unified hierarchy. */
  readonly controllers: readonly string[];
  /** From the root of the reader's cgroup namespace; "/../x" outside of it. */
  readonly path: string;
}

/** Every line of /proc/PID/cgroup, without the mark of a cgroup that was removed since, which only v2 has. */
export function parseCgroupMemberships(bytes: Buffer): CgroupMembership[] {
  return decodeText(bytes)
    .split('\n')
    .flatMap(line => {
      const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
      if (controllers === undefined || path === undefined) return [];
      if (controllers === '') return {controllers: [], path: path.replace(/ \(deleted\)$/, '')};
      return {controllers: controllers.split(','), path};
    });
}

/**
 * The cgroup that counts the tasks of a process, and may limit their number: of the hierarchy of the pids controller, or
 * of the unified one. For a zombie, the unified hierarchy shows the cgroup in which the process died, even if that cgroup
 * has been removed since; v1 always shows "/": proc_cgroup_show() in kernel/cgroup/cgroup.c.
 */
export function pidsCgroupAmong(memberships: readonly CgroupMembership[]): CgroupMembership | undefined {
  return (
    memberships.find(({controllers}) => controllers.includes('pids')) ??
    memberships.findLast(({controllers}) => controllers.length === 0)
  );
}
