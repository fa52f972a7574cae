import {monotonicMs} from '../monotonic-ms.ts';
import {type FileSystemMount, parseMountTable} from '../mount-table.ts';
import {orUndefined, type Read} from '../read.ts';

/** The reads of procfs itself, which the kernel answers at once. */
export interface Lookup {
  read(path: string): Read<Buffer>;
  link(path: string): Read<Buffer>;
}

/** Where a look at a file may never end. */
export interface SlowPlace {
  /** Where the file system is mounted, as far as the path shows; undefined for one that is mounted nowhere any more. */
  readonly mountPoint: string | undefined;
}

/** For so long a process is taken to have the mounts and links that it had: no longer than from a look at them to the call after it. */
export const SAME_LOOK_MS = 5;

/** Files that the kernel keeps in memory under a path that leads nowhere: memfd_create(2), shmget(2), mmap(2). */
const MEMORY_FILE = /^\/(?:memfd:|SYSV|dev\/zero \(deleted\)|\[aio\])/;

/**
 * Which paths below /proc lead to a file system whose answers a server gives: FUSE, NFS, autofs and their like. Only
 * procfs is read to find out.
 */
export class SlowPaths {
  readonly #procfs: Lookup;
  readonly #tables = new Map<string, readonly FileSystemMount[]>();

  #last:
    | {readonly task: string; readonly mounts: readonly FileSystemMount[]; readonly atMs: number}
    | undefined;

  constructor(procfs: Lookup) {
    this.#procfs = procfs;
  }

  /** Whether a call with this path, relative to the procfs, may never return; undefined: it will. */
  at(path: string): SlowPlace | undefined {
    const [, task, kind, rest] = /^([^/]+)(?:\/task\/\d+)?\/(fd|exe|cwd|root)(?:\/(.*))?$/s.exec(path) ?? [];
    if (task === undefined || kind === undefined) return undefined;
    if (kind === 'fd') return rest === undefined ? undefined : this.#atDescriptor(task, rest);
    return rest === undefined ? this.#atLink(task, kind) : this.#atPath(task, kind, rest);
  }

  /** What leads to no path, as sockets and pipes do, no server answers for: most descriptors need no look at their mount. */
  #atDescriptor(task: string, fd: string): SlowPlace | undefined {
    const target = orUndefined(this.#procfs.link(`${task}/fd/${fd}`))?.toString('latin1') ?? '';
    if (!target.startsWith('/')) return undefined;
    const info = orUndefined(this.#procfs.read(`${task}/fdinfo/${fd}`))?.toString('latin1') ?? '';
    const id = Number(/^mnt_id:\s*(\d+)$/m.exec(info)?.[1]);
    const mount = this.#mountsOf(task).find(one => one.id === id);
    if (mount) return mount.answeredBy === 'server' ? mount : undefined;
    return MEMORY_FILE.test(target) ? undefined : {mountPoint: undefined};
  }

  /** What a link of procfs leads to at once: no name on the way is looked up. */
  #atLink(task: string, kind: string): SlowPlace | undefined {
    const target = orUndefined(this.#procfs.link(`${task}/${kind}`))?.toString('latin1') ?? '';
    const mount = mountOver(this.#mountsOf(task), target);
    return mount?.answeredBy === 'server' ? mount : undefined;
  }

  /** Symbolic links on the way may lead to any mount; none leads out of what the kernel itself makes up. */
  #atPath(task: string, kind: string, rest: string): SlowPlace | undefined {
    const mounts = this.#mountsOf(task);
    if (mounts.every(({answeredBy}) => answeredBy !== 'server')) return undefined;
    const start = orUndefined(this.#procfs.link(`${task}/${kind}`))?.toString('latin1') ?? '/';
    const mount = mountOver(mounts, `${start === '/' ? '' : start}/${rest}`);
    return mount?.answeredBy === 'kernel' && !/(?:^|\/)\.\.(?:\/|$)/.test(rest)
      ? undefined
      : {mountPoint: mount?.answeredBy === 'server' ? mount.mountPoint : undefined};
  }

  /** One look at a process asks for many of its files. */
  #mountsOf(task: string): readonly FileSystemMount[] {
    const now = monotonicMs();
    const last = this.#last;
    if (last && last.task === task && now - last.atMs < SAME_LOOK_MS) return last.mounts;
    const mounts = this.#readMountsOf(task);
    this.#last = {task, mounts, atMs: now};
    return mounts;
  }

  /** Processes of one mount namespace have one table: mount_namespaces(7). */
  #readMountsOf(task: string): readonly FileSystemMount[] {
    const namespace = orUndefined(this.#procfs.link(`${task}/ns/mnt`))?.toString('latin1') ?? task;
    let mounts = this.#tables.get(namespace);
    if (!mounts) {
      const table = orUndefined(this.#procfs.read(`${task}/mountinfo`));
      mounts = table ? parseMountTable(table) : [];
      this.#tables.set(namespace, mounts);
    }
    return mounts;
  }
}

/** The mount that a path without symbolic links is on. */
function mountOver(mounts: readonly FileSystemMount[], path: string): FileSystemMount | undefined {
  return mounts
    .filter(({mountPoint}) => mountPoint === '/' || path === mountPoint || path.startsWith(`${mountPoint}/`))
    .reduce<FileSystemMount | undefined>(
      (best, one) => (best && best.mountPoint.length > one.mountPoint.length ? best : one),
      undefined,
    );
}
