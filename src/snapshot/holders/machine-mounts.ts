import {orUndefined} from '../../kernel/read.ts';
import {type Mount, parseMounts} from '../../parse/mountinfo.ts';
import {decodeText} from '../../parse/text.ts';
import {MOUNTS, MOUNTS_ELSEWHERE} from '../gap-names.ts';
import {groupBy} from '../group-by.ts';
import {oncePer} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/** A mount namespace, or the part of one that is below the root directory of a process. */
export interface MountView {
  /** Whether procdoc is in it. */
  readonly isOurs: boolean;
  /** The eldest pid first; procdoc itself is left out. */
  readonly users: readonly Process[];
  readonly mounts: readonly Mount[];
}

/**
 * The mounts of every mount namespace that a process is in, and of procdoc's own first. Everybody may read them: where
 * the name of the namespace can't be read, the root mount tells whose it is, since its number is unique in the machine.
 * A namespace that only a bind mount of its file keeps has no process, and is a gap.
 */
export const machineMounts = oncePer((snapshot: Snapshot): readonly MountView[] => {
  const own = orUndefined(snapshot.source.read('self/mountinfo', parseMounts)) ?? [];
  if (!own.some(({mountPoint}) => mountPoint === '/')) snapshot.ledger.note(MOUNTS, 'ENODATA');
  const live = snapshot.others().filter(process => !process.isZombie());
  const byName = groupBy(live, process => namespaceOf(snapshot, process.pid));
  const views = [...byName].flatMap(([name, users]) =>
    name === undefined
      ? [...groupBy(users, mountsId).values()].map(viewOf)
      : viewOf([...users].sort((a, b) => rank(snapshot, a) - rank(snapshot, b))),
  );
  const ids = new Set(own.map(({id}) => id));
  const isOurs = ({mounts: [first]}: MountView) => first !== undefined && ids.has(first.id);
  const known = new Set(byName.keys());
  const elsewhere = own.filter(({type, root}) => type === 'nsfs' && /^mnt:/.test(root) && !known.has(root));
  if (elsewhere.length > 0) snapshot.ledger.note(MOUNTS_ELSEWHERE, 'ENODATA');
  const ours = views.filter(isOurs).flatMap(({users}) => users);
  return [{isOurs: true, users: ours, mounts: own}, ...views.filter(view => !isOurs(view))];
});

function namespaceOf({machine: {procfs}}: Snapshot, pid: number): string | undefined {
  const link = orUndefined(procfs.link(`${pid}/ns/mnt`));
  return link && decodeText(link);
}

function mountsId(process: Process): number | undefined {
  return orUndefined(process.mounts())?.[0]?.id;
}

/** A process whose root directory is that of its namespace sees all mounts. */
function rank({machine: {procfs}}: Snapshot, {pid}: Process): number {
  const root = orUndefined(procfs.link(`${pid}/root`));
  return Number(root === undefined || decodeText(root) !== '/');
}

function viewOf(users: readonly Process[]): MountView {
  const seen = users.find(user => user.mounts().ok);
  return {
    isOurs: false,
    users: [...users].sort((a, b) => a.pid - b.pid),
    mounts: (seen && orUndefined(seen.mounts())) ?? [],
  };
}

/** The mount in which a path lies, as the kernel writes paths of that namespace; of stacked mounts the last one. */
export function mountAt(mounts: readonly Mount[], path: string): Mount | undefined {
  return mounts
    .filter(({mountPoint}) => isBelow(path, mountPoint))
    .reduce<Mount | undefined>(
      (best, one) => (best && best.mountPoint.length > one.mountPoint.length ? best : one),
      undefined,
    );
}

/** Where a path is in its file system, whatever it is mounted as: the same for the same file. */
export function placeOf(mounts: readonly Mount[], path: string): string | undefined {
  const mount = mountAt(mounts, path);
  if (!mount) return undefined;
  const rest = path.slice(mount.mountPoint === '/' ? 0 : mount.mountPoint.length);
  return `${mount.device} ${mount.root === '/' ? '' : mount.root}${rest}`;
}

function isBelow(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}
