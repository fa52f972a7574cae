import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {type CgroupMembership, pidsCgroupAmong} from '../../parse/process/pid-cgroup.ts';
import type {Snapshot} from '../snapshot.ts';
import {foldersOf, readCgroupLimit, type TaskLimit} from './task-limit.ts';

/** A limit on the tasks of a cgroup. */
export interface CgroupLimit extends TaskLimit {
  readonly folder: string;
  /** The cgroup as the files of its processes name it: "/system.slice/cron.service". */
  readonly path: string;
}

/** Every cgroup with a limit on its tasks that a process is in, or below; the fullest first. */
export function readLimitedCgroups(snapshot: Snapshot): CgroupLimit[] {
  const memberships = new Map(
    snapshot.others().flatMap(process => {
      const membership = pidsCgroupAmong(orUndefined(process.cgroups()) ?? []);
      return membership ? [[membership.path, membership] as const] : [];
    }),
  );
  const paths = new Map([...memberships.values()].flatMap(membership => pathsByFolder(snapshot, membership)));
  return [...paths]
    .flatMap(([folder, path]) => {
      const limit = readCgroupLimit(snapshot, folder);
      return limit ? {...limit, folder, path} : [];
    })
    .sort((a, b) => fullness(b) - fullness(a) || a.max - b.max);
}

/** The folders of a cgroup and of those above it, each with its path: innermost first, they go up in step. */
function pathsByFolder(snapshot: Snapshot, membership: CgroupMembership): Array<[string, string]> {
  let {path} = membership;
  return [...foldersOf(snapshot, membership)].reverse().map(folder => {
    const own = path;
    path = posix.dirname(path);
    return [folder, own];
  });
}

/** How full it is: 1 where no task more may be in it, as with a limit of 0. */
function fullness({current, max}: TaskLimit): number {
  return max === 0 ? 1 : current / max;
}
