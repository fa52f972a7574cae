import {majorAndMinor} from '../kernel/device-number.ts';
import type {Machine} from '../kernel/machine/machine.ts';
import {type FileStat, isSameInode, type Procfs} from '../kernel/procfs.ts';
import {orUndefined, type Read, unreadable} from '../kernel/read.ts';
import {decodeText, encodeText} from '../parse/text.ts';
import type {Descriptor} from './descriptor.ts';
import {onceEach, oncePer} from './once.ts';
import type {Process} from './process.ts';
import type {Vantage} from './vantage.ts';

/** A machine, and from where it is looked at. */
export interface Viewed {
  readonly machine: Machine;
  readonly vantage: Vantage;
}

/**
 * Whether a process has the mounts that procdoc has: of an open file, /proc then shows the path that leads there from
 * here. Undefined where that can't be read, and for a procfs that doesn't show procdoc.
 */
export function hasOurMounts(viewed: Viewed, {pid}: Pick<Process, 'pid'>): boolean | undefined {
  return mountsAreOurs(viewed)(pid);
}

const mountsAreOurs = oncePer(({machine: {procfs}}: Viewed) =>
  onceEach((pid: number): boolean | undefined => {
    const own = ownMountNamespace(procfs);
    const its = own && orUndefined(procfs.link(`${pid}/ns/mnt`));
    return its && own.equals(its);
  }),
);

const ownMountNamespace = oncePer((procfs: Procfs) => orUndefined(procfs.link('self/ns/mnt')));

/** Whether a path means the same to a process as to procdoc: it has the mounts and the root directory of procdoc. */
export function hasOurRoot(viewed: Viewed, {pid}: Pick<Process, 'pid'>): boolean | undefined {
  return rootIsOurs(viewed)(pid);
}

const rootIsOurs = oncePer((viewed: Viewed) =>
  onceEach((pid: number): boolean | undefined => {
    const root = orUndefined(viewed.machine.procfs.link(`${pid}/root`));
    const hasMounts = hasOurMounts(viewed, {pid});
    return root && hasMounts && root.toString('latin1') === '/';
  }),
);

/** A path below the root directory of a process, as it can be typed here: proc_pid_root(5). */
export function belowRoot({vantage}: Viewed, {pid}: Pick<Process, 'pid'>, path: string): string {
  return `${vantage.mount}/${pid}/root${path}`;
}

/** More than any file below a root directory has that procdoc reads: passwd(5), unit files. */
const MOST_BYTES = 1024 * 1024;

/**
 * A file below the root directory of a process, by a path without "/" before it. Whoever is root there decides what the
 * file is: EINVAL for another kind of file, which may block or have no end, EFBIG for too large a one. The kernel follows
 * links from the root directory of procdoc: EXDEV where one would lead out of that of the process.
 */
export function readBelowRoot(snapshot: Viewed, process: Pick<Process, 'pid'>, path: string): Read<Buffer> {
  const {procfs} = snapshot.machine;
  const file = `${process.pid}/root/${path}`;
  if (mayLeadOut(snapshot, process, path)) return unreadable('EXDEV');
  const stat = procfs.stat(file);
  if (!stat.ok) return stat;
  if (stat.value.kind !== 'file') return unreadable('EINVAL');
  return stat.value.size > MOST_BYTES ? unreadable('EFBIG') : procfs.read(file);
}

/** The names in a folder below the root directory of a process, as `readBelowRoot` reads a file. */
export function listBelowRoot(snapshot: Viewed, process: Pick<Process, 'pid'>, path: string): Read<string[]> {
  if (mayLeadOut(snapshot, process, path)) return unreadable('EXDEV');
  return snapshot.machine.procfs.list(`${process.pid}/root/${path}`);
}

function mayLeadOut(snapshot: Viewed, process: Pick<Process, 'pid'>, path: string): boolean {
  if (hasOurRoot(snapshot, process) === true) return false;
  const names = path.split('/');
  if (names.includes('..')) return true;
  return names.some((_, at) => {
    const place = `${process.pid}/root/${names.slice(0, at + 1).join('/')}`;
    const target = orUndefined(snapshot.machine.procfs.link(place))?.toString('latin1');
    return target !== undefined && (target.startsWith('/') || target.split('/').includes('..'));
  });
}

/**
 * A path that leads from here to an open file. The kernel writes the path as it is in the mount namespace that the file
 * was opened in: in another one than procdoc's it leads to another file here, or to none (proc_pid_fd(5)). Where no
 * path leads there, that of the descriptor does; a deleted file is left under the path that it had.
 * @param path the target of the descriptor
 */
export function addressOf(
  snapshot: Viewed,
  process: Pick<Process, 'pid'>,
  descriptor: Descriptor,
  path: string,
): string {
  if (!path.startsWith('/') || hasOurMounts(snapshot, process) !== false) return path;
  const {machine, vantage} = snapshot;
  const {pid} = process;
  const file = orUndefined(descriptor.stat());
  const isAt = (place: string) => isSameFile(file, statAt(snapshot, place));
  if (file?.links === 0) return path;
  const link = machine.procfs.link(`${pid}/root`);
  const root = link.ok ? decodeText(link.value) : '/';
  const below = root === '/' ? path : path.startsWith(`${root}/`) ? path.slice(root.length) : undefined;
  // What a recording has not is not known to be elsewhere.
  const isRecorded = machine.recorded !== undefined;
  // What a service with a /tmp of its own has open elsewhere has one path for all.
  if (!isRecorded && isAt(`self/root${path}`)) return path;
  const isBelow = below !== undefined && (isRecorded || isAt(`${pid}/root${below}`));
  if (isBelow) return belowRoot(snapshot, process, below);
  return `${vantage.mount}/${descriptor.pid}/fd/${descriptor.fd}`;
}

/**
 * A path that leads from here to what a process itself finds at an absolute path: that path, where the process has the root
 * directory of procdoc, or the same file is there.
 */
export function addressBelow(snapshot: Viewed, process: Pick<Process, 'pid'>, path: string): string {
  if (!path.startsWith('/') || hasOurRoot(snapshot, process) !== false) return path;
  const its = statAt(snapshot, `${process.pid}/root${path}`);
  const ours = statAt(snapshot, `self/root${path}`);
  return isSameFile(its, ours) ? path : belowRoot(snapshot, process, path);
}

function statAt({machine}: Viewed, place: string): FileStat | undefined {
  return orUndefined(machine.procfs.stat(Buffer.from(encodeText(place))));
}

/** /dev/null, /dev/zero, /dev/urandom and their like: null(4), random(4). Terminals of two mounts may have one number. */
const MEMORY_DEVICES = 1n;

/** Whether two are one file, or two files for one device that is the same wherever it is opened. */
function isSameFile(a: FileStat | undefined, b: FileStat | undefined): boolean {
  if (!a || !b) return false;
  if (isSameInode(a, b)) return true;
  const isDevice = a.kind === 'character-device' && b.kind === a.kind && a.rawDevice === b.rawDevice;
  return isDevice && a.rawDevice !== undefined && majorAndMinor(a.rawDevice)[0] === MEMORY_DEVICES;
}
