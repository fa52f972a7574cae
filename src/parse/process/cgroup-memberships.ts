import {decodeText} from '../text.ts';

/** A process's place in one hierarchy of /proc/PID/cgroup (cgroups(7)). */
export interface CgroupMembership {
  /** Of cgroup v1: "freezer", "name=systemd"; empty of the unified hierarchy. */
  readonly controllers: readonly string[];
  /** From the root of the reader's cgroup namespace; "/../x" outside of it. */
  readonly path: string;
}

/** Every line of /proc/PID/cgroup, without the mark of a cgroup that was removed since. */
export function parseCgroupMemberships(bytes: Buffer): CgroupMembership[] {
  return decodeText(bytes)
    .split('\n')
    .flatMap(line => {
      const [, id, controllers, path] = /^(\d+):([^:]*):(\/.*)$/.exec(line) ?? [];
      if (id === undefined || controllers === undefined || path === undefined) return [];
      return {
        controllers: controllers === '' ? [] : controllers.split(','),
        path: path.replace(/ \(deleted\)$/, ''),
      };
    });
}
