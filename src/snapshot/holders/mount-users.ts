import {orUndefined} from '../../kernel/read.ts';
import type {Mount} from '../../parse/mountinfo.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {FileUser} from './file-users.ts';
import {type MountView, machineMounts, mountAt} from './machine-mounts.ts';

/** What a process has of files, by the names that the kernel writes: no file system is asked. */
interface Named {
  readonly use: FileUser['use'];
  readonly path: string;
}

/**
 * Who uses anything on a mount: umount(8) fails until nobody does. Links, the mount of each descriptor, and the names of
 * mapped files show it, which the kernel has without asking the file system, as one that hangs would not answer.
 */
export function mountUsers(
  snapshot: Snapshot,
  target: Mount,
  isHeld: (end: OpenFile) => boolean,
): FileUser[] {
  const own = machineMounts(snapshot)[0]?.mounts ?? [];
  return snapshot.others().flatMap((process): FileUser[] => {
    const mounts = viewsByUser(snapshot).get(process)?.mounts ?? own;
    const isThere = ({path}: Named) => mountAt(mounts, path)?.id === target.id;
    const used = namesOf(process).filter(isThere);
    const uses = [...new Set(used.map(({use}) => use))];
    const open = openOn(process, target).filter(end => !isHeld(end));
    return [...open.map(end => ({process, use: 'open' as const, end})), ...uses.map(use => ({process, use}))];
  });
}

const viewsByUser = oncePer(
  (snapshot: Snapshot): ReadonlyMap<Process, MountView> =>
    new Map(machineMounts(snapshot).flatMap(view => view.users.map(user => [user, view] as const))),
);

function namesOf(process: Process): Named[] {
  const exe = orUndefined(process.exe());
  const named = (use: Named['use'], path: string | undefined) => (path === undefined ? [] : [{use, path}]);
  const root = orUndefined(process.root());
  return [
    ...named('cwd', orUndefined(process.cwd())),
    ...named('root', root === '/' ? undefined : root),
    ...named('executed', exe),
    ...(orUndefined(process.maps()) ?? []).flatMap(({path}) => (path === exe ? [] : named('mapped', path))),
  ];
}

function openOn(process: Process, {id}: Mount): OpenFile[] {
  const descriptors = orUndefined(process.descriptorsLinkedTo(link => link.startsWith('/'))) ?? [];
  return descriptors
    .filter(one => orUndefined(one.info())?.mountId === id)
    .map(descriptor => ({process, descriptor}));
}
