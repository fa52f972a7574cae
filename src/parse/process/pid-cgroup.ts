import {decodeText} from '../text.ts';

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

/**
 * The cgroup path by which a process is known: the one that systemd keeps its units by, which is that of its own hierarchy
 * on a machine with several (the unified hierarchy then may show less, as for containers of Docker and systemd-nspawn);
 * else the one in the unified hierarchy, else the longest other path. Inside a cgroup namespace, the path starts at the
 * root of the namespace: "/". Undefined where there is no hierarchy.
 */
export function cgroupPathAmong(memberships: readonly CgroupMembership[]): string | undefined {
  const pathOf = (controller: string | undefined) =>
    memberships.find(({controllers: [first], path}) => first === controller && path !== '/')?.path;
  const longest = () => memberships.map(({path}) => path).sort((a, b) => b.length - a.length)[0];
  return pathOf('name=systemd') ?? pathOf(undefined) ?? longest();
}
