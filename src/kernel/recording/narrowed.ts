import type {Machine} from '../machine.ts';
import type {FileStat, Procfs} from '../procfs.ts';
import {found, mapRead, orUndefined, type Read, unreadable} from '../read.ts';
import type {DescriptorId, SignalAction, Syscalls, UnixSocket} from '../syscalls.ts';

/**
 * A machine of which only these processes can be seen, as if the others were not there: a recording of a
 * family then holds nothing of its neighbours. Tracers are asked for by tid: a tid counts as a pid here.
 */
export function narrowedTo(pids: ReadonlySet<number>, {procfs, host, syscalls}: Machine): Machine {
  const narrowed = new NarrowedProcfs(pids, procfs);
  return {
    procfs: narrowed,
    host,
    syscalls: async () => {
      const all = await syscalls();
      return all.unavailable === undefined ? new NarrowedSyscalls(pids, narrowed, all) : all;
    },
  };
}

/** Sockets of a whole network namespace, a line each, with the inode as one of its words. */
const socketTable = /(?:^|\/)net\/(?:tcp6?|udp6?|unix)$/;

class NarrowedProcfs implements Procfs {
  readonly #pids: ReadonlySet<number>;
  readonly #procfs: Procfs;
  #socketInodes: ReadonlySet<string> | undefined;

  constructor(pids: ReadonlySet<number>, procfs: Procfs) {
    this.#pids = pids;
    this.#procfs = procfs;
  }

  read(path: string): Read<Buffer> {
    if (this.#hides(path)) return unreadable('ENOENT');
    const content = this.#procfs.read(path);
    if (path === 'locks') return mapRead(content, table => this.#locksOnOwnFiles(table));
    if (!content.ok || !socketTable.test(path)) return content;
    const [heading = '', ...lines] = content.value.toString('latin1').split('\n');
    const own = lines.filter(line => line.split(' ').some(word => this.socketInodes().has(word)));
    return found(Buffer.from([heading, ...own, ''].join('\n'), 'latin1'));
  }

  readAt(path: string, offset: bigint, length: number): Read<Buffer> {
    return this.#hides(path) ? unreadable('ENOENT') : this.#procfs.readAt(path, offset, length);
  }

  list(path: string): Read<string[]> {
    if (this.#hides(path)) return unreadable('ENOENT');
    const names = this.#procfs.list(path);
    return path === '' ? mapRead(names, all => all.filter(name => this.#pids.has(Number(name)))) : names;
  }

  link(path: string): Read<Buffer> {
    return this.#hides(path) ? unreadable('ENOENT') : this.#procfs.link(path);
  }

  stat(path: string | Buffer): Read<FileStat> {
    return this.#hides(path.toString('latin1')) ? unreadable('ENOENT') : this.#procfs.stat(path);
  }

  fileSystemType(): Read<number> {
    return this.#procfs.fileSystemType();
  }

  /** The inodes of the sockets that the processes have open. */
  socketInodes(): ReadonlySet<string> {
    this.#socketInodes ??= new Set([...this.#pids].flatMap(pid => this.#socketInodesOf(pid)));
    return this.#socketInodes;
  }

  /** A held lock and the requests behind it have the inode of their file in each line. */
  #locksOnOwnFiles(table: Buffer): Buffer {
    const inodes = new Set([...this.#pids].flatMap(pid => this.#fileInodesOf(pid)));
    const lines = table.toString('latin1').split('\n');
    const own = lines.filter(line => inodes.has(/ [0-9a-f]+:[0-9a-f]+:(\d+) /.exec(line)?.[1] ?? ''));
    return Buffer.from(own.map(line => `${line}\n`).join(''), 'latin1');
  }

  #fileInodesOf(pid: number): string[] {
    return (orUndefined(this.#procfs.list(`${pid}/fd`)) ?? []).flatMap(fd => {
      const file = orUndefined(this.#procfs.stat(`${pid}/fd/${fd}`));
      return file?.kind === 'file' ? [String(file.inode)] : [];
    });
  }

  #socketInodesOf(pid: number): string[] {
    return (orUndefined(this.#procfs.list(`${pid}/fd`)) ?? []).flatMap(fd => {
      const target = orUndefined(this.#procfs.link(`${pid}/fd/${fd}`))?.toString('latin1') ?? '';
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
    });
  }

  #hides(path: string): boolean {
    const pid = /^\d+(?=\/|$)/.exec(path)?.[0];
    return pid !== undefined && !this.#pids.has(Number(pid));
  }
}

class NarrowedSyscalls implements Syscalls {
  readonly unavailable = undefined;
  readonly #pids: ReadonlySet<number>;
  readonly #procfs: NarrowedProcfs;
  readonly #syscalls: Syscalls;

  constructor(pids: ReadonlySet<number>, procfs: NarrowedProcfs, syscalls: Syscalls) {
    this.#pids = pids;
    this.#procfs = procfs;
    this.#syscalls = syscalls;
  }

  kcmpUsable(): Read<true> {
    return this.#syscalls.kcmpUsable();
  }

  compareDescriptions(a: DescriptorId, b: DescriptorId): Read<-1 | 0 | 1> {
    return this.#hasBoth(a.pid, b.pid) ? this.#syscalls.compareDescriptions(a, b) : unreadable('ESRCH');
  }

  shareDescriptorTable(pid: number, otherPid: number): Read<boolean> {
    return this.#hasBoth(pid, otherPid)
      ? this.#syscalls.shareDescriptorTable(pid, otherPid)
      : unreadable('ESRCH');
  }

  signalActions(signal: number): Read<ReadonlyMap<number, SignalAction>> {
    return mapRead(
      this.#syscalls.signalActions(signal),
      actions => new Map([...actions].filter(([pid]) => this.#pids.has(pid))),
    );
  }

  inodesOf(): Read<never> {
    return unreadable('ENOTSUP');
  }

  descriptorsOn(): Read<never> {
    return unreadable('ENOTSUP');
  }

  onProcessor<T>(processor: number, ask: () => T): Read<T> {
    return this.#syscalls.onProcessor(processor, ask);
  }

  unixSockets(): Read<ReadonlyMap<number, UnixSocket>> {
    const isOwn = (inode: number | undefined) => this.#procfs.socketInodes().has(String(inode));
    return mapRead(
      this.#syscalls.unixSockets(),
      sockets => new Map([...sockets].filter(([inode, {peerInode}]) => isOwn(inode) || isOwn(peerInode))),
    );
  }

  #hasBoth(pid: number, otherPid: number): boolean {
    return this.#pids.has(pid) && this.#pids.has(otherPid);
  }
}
