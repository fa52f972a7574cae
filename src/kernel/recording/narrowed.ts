import type {BoundSocket} from '../inet-diag.ts';
import type {Machine} from '../machine/machine.ts';
import type {SocketTimeouts} from '../pidfd.ts';
import type {FileStat, Procfs} from '../procfs.ts';
import {mapRead, type Read, unreadable} from '../read.ts';
import type {DescriptorId, SignalAction, Syscalls} from '../syscalls.ts';
import type {TerminalSettings} from '../terminal-settings.ts';
import {socketAmong, type UnixSocket} from '../unix-diag.ts';
import {UnrecordedSyscalls} from '../unrecorded-syscalls.ts';
import {
  narrowedLocks,
  narrowedPasswd,
  narrowedSockets,
  socketInodesOf,
  socketTable,
} from './narrowed-tables.ts';

/**
 * A machine on which only these processes are visible, so that a recording of a family has nothing of its neighbours.
 * Tracers are asked for by tid: a tid counts as a pid here.
 */
export function narrowedTo(pids: ReadonlySet<number>, machine: Machine): Machine {
  const {procfs, host, syscalls} = machine;
  const narrowed = new NarrowedProcfs(pids, procfs);
  return {
    ...machine,
    procfs: narrowed,
    host: {
      ...host,
      passwd: () => mapRead(host.passwd(), passwd => narrowedPasswd(passwd, pids, procfs)),
    },
    syscalls: async () => {
      const all = await syscalls();
      return all.unavailable === undefined ? new NarrowedSyscalls(pids, narrowed, all) : all;
    },
  };
}

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
    // The filters read more files, and the next read overwrites these bytes.
    if (path === 'locks')
      return mapRead(mapRead(content, Buffer.from), table => narrowedLocks(table, this.#pids, this.#procfs));
    if (socketTable.test(path)) return mapRead(content, table => narrowedSockets(table, this.socketInodes()));
    return content;
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
    this.#socketInodes ??= socketInodesOf(this.#pids, this.#procfs);
    return this.#socketInodes;
  }

  #hides(path: string): boolean {
    const pid = /^\d+(?=\/|$)/.exec(path)?.[0];
    return pid !== undefined && !this.#pids.has(Number(pid));
  }
}

class NarrowedSyscalls extends UnrecordedSyscalls implements Syscalls {
  readonly unavailable = undefined;
  readonly #pids: ReadonlySet<number>;
  readonly #procfs: NarrowedProcfs;
  readonly #syscalls: Syscalls;

  constructor(pids: ReadonlySet<number>, procfs: NarrowedProcfs, syscalls: Syscalls) {
    super();
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

  onProcessor<T>(processor: number, ask: () => T): Read<T> {
    return this.#syscalls.onProcessor(processor, ask);
  }

  unixSockets(): Read<ReadonlyMap<number, UnixSocket>> {
    const isOwn = (inode: number | undefined) => this.#procfs.socketInodes().has(String(inode));
    return mapRead(
      this.#syscalls.unixSockets(),
      sockets =>
        new Map(
          [...sockets].filter(
            ([inode, {peerInode, queuedInodes}]) =>
              isOwn(inode) || isOwn(peerInode) || queuedInodes?.some(isOwn),
          ),
        ),
    );
  }

  unixSocket(inode: number): Read<UnixSocket> {
    return socketAmong(this.unixSockets(), inode);
  }

  boundSockets(): Read<readonly BoundSocket[]> {
    return mapRead(this.#syscalls.boundSockets(), sockets =>
      sockets.filter(({inode}) => this.#procfs.socketInodes().has(String(inode))),
    );
  }

  terminalSettings(descriptor: DescriptorId): Read<TerminalSettings> {
    return this.#pids.has(descriptor.pid) ? this.#syscalls.terminalSettings(descriptor) : unreadable('ESRCH');
  }

  socketTimeouts(descriptor: DescriptorId): Read<SocketTimeouts> {
    return this.#pids.has(descriptor.pid) ? this.#syscalls.socketTimeouts(descriptor) : unreadable('ESRCH');
  }

  #hasBoth(pid: number, otherPid: number): boolean {
    return this.#pids.has(pid) && this.#pids.has(otherPid);
  }
}
