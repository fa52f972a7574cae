import {readBlockedCalls} from '../bpf/blocked-calls.ts';
import type {Btf} from '../bpf/btf.ts';
import {DescriptorEntries} from '../bpf/descriptor-entries.ts';
import {readKernelTypes} from '../bpf/kernel-types.ts';
import {readMappers} from '../bpf/mappers.ts';
import {KernelProcesses} from '../bpf/process-table.ts';
import {SignalActions} from '../bpf/signal-actions.ts';
import type {DescriptorEntry, WantedEntries} from '../descriptor-entry.ts';
import {readFileOpenings} from '../events/file-openings.ts';
import type {BoundSocket} from '../inet-diag.ts';
import {Kcmp} from '../kcmp.ts';
import type {KernelObjects} from '../kernel-objects.ts';
import {type Libc, openLibc} from '../libc.ts';
import type {Silent} from '../live-files/slow-files.ts';
import {NoSyscalls} from '../no-syscalls.ts';
import {readKernelObjects} from '../objects/kernel-objects.ts';
import {
  type IpSocket,
  readIpSocket,
  readPidfdInode,
  readSocketTimeouts,
  type SocketTimeouts,
} from '../pidfd.ts';
import type {BlockedCall} from '../process-table/blocked-call.ts';
import type {Look} from '../process-table/process-record.ts';
import type {ProcessRows} from '../process-table/process-rows.ts';
import {onProcessor} from '../processor.ts';
import type {InodeNumber} from '../procfs.ts';
import {mapRead, type Read, unreadable} from '../read.ts';
import type {DescriptorId, SignalAction, Syscalls} from '../syscalls.ts';
import {readTerminalSettings, type TerminalSettings} from '../terminal-settings.ts';
import type {UnixSocket} from '../unix-diag.ts';
import {readBoundSockets, readUnixSocket, readUnixSockets} from '../unix-peers.ts';

/** What the system calls have to heed of the files that procdoc looked at. */
interface SlowLooks {
  /** What didn't answer, and is not asked again. */
  readonly silent: Pick<Silent, 'any'>;
  /** The pids of processes that exist only because procdoc looks. */
  readonly helpers: ReadonlySet<string>;
}

/** The system calls of this machine, or `NoSyscalls` with the errno why none can be made. Never rejects. */
export async function openSyscalls(
  slow: SlowLooks = {silent: {any: false}, helpers: new Set()},
): Promise<Syscalls> {
  const libc = await openLibc();
  return libc.ok ? new LiveSyscalls(libc.value, slow) : new NoSyscalls(libc.errno);
}

/** <sys/sem.h>. */
const GETPID = 11;

class LiveSyscalls implements Syscalls {
  readonly unavailable = undefined;
  readonly #libc: Libc;
  readonly #kcmp: Kcmp;
  readonly #processes: KernelProcesses;
  readonly #signalActions: SignalActions;
  readonly #descriptorEntries: DescriptorEntries;
  readonly #slow: SlowLooks;
  readonly #typesOfKernel: () => Read<Btf>;
  #types: Read<Btf> | undefined;

  constructor(libc: Libc, slow: SlowLooks) {
    this.#slow = slow;
    this.#libc = libc;
    this.#kcmp = new Kcmp(libc);
    const types = () => {
      this.#types ??= readKernelTypes(libc);
      return this.#types;
    };
    this.#typesOfKernel = types;
    this.#processes = new KernelProcesses(libc, types);
    this.#signalActions = new SignalActions(libc, types);
    this.#descriptorEntries = new DescriptorEntries(libc, types);
  }

  /** What was looked for in the types is kept by who did; they have megabytes. */
  forget(): void {
    this.#types = undefined;
  }

  kcmpUsable(): Read<true> {
    return this.#kcmp.usable();
  }

  compareDescriptions(a: DescriptorId, b: DescriptorId): Read<-1 | 0 | 1> {
    return this.#kcmp.compareDescriptions(a, b);
  }

  shareDescriptorTable(pid: number, otherPid: number): Read<boolean> {
    return this.#kcmp.shareDescriptorTable(pid, otherPid);
  }

  pidfdInode(pid: number): Read<bigint> {
    return readPidfdInode(this.#libc, pid);
  }

  signalActions(signal: number, pids?: readonly number[]): Read<ReadonlyMap<number, SignalAction>> {
    return this.#signalActions.of(signal, pids);
  }

  processes(look: Look): Read<ProcessRows> {
    const {helpers} = this.#slow;
    return mapRead(this.#processes.read(look), rows =>
      helpers.size === 0 ? rows : rows.without(new Set([...helpers].map(Number))),
    );
  }

  descriptorEntries(wanted: WantedEntries): Read<readonly DescriptorEntry[]> {
    return this.#descriptorEntries.read(wanted);
  }

  mappers(inodes?: readonly InodeNumber[]): Read<ReadonlySet<number>> {
    return readMappers(this.#libc, this.#typesOfKernel, inodes);
  }

  kernelObjects(): Read<KernelObjects> {
    return readKernelObjects(this.#libc, this.#typesOfKernel);
  }

  blockedCalls(): Read<ReadonlyMap<number, BlockedCall>> {
    return readBlockedCalls(this.#libc, this.#typesOfKernel);
  }

  inodeAt(path: string): Read<InodeNumber> {
    return this.#slow.silent.any ? unreadable('ETIMEDOUT') : this.#descriptorEntries.inodeAt(path);
  }

  onProcessor<T>(processor: number, ask: () => T): Read<T> {
    return onProcessor(this.#libc, processor, ask);
  }

  unixSockets(): Read<ReadonlyMap<number, UnixSocket>> {
    return readUnixSockets(this.#libc);
  }

  unixSocket(inode: number): Read<UnixSocket> {
    return readUnixSocket(this.#libc, inode);
  }

  boundSockets(): Read<readonly BoundSocket[]> {
    return readBoundSockets(this.#libc);
  }

  terminalSettings({pid, fd}: DescriptorId): Read<TerminalSettings> {
    return readTerminalSettings(this.#libc, pid, fd);
  }

  ipSocket({pid, fd}: DescriptorId): Read<IpSocket | undefined> {
    return readIpSocket(this.#libc, pid, fd);
  }

  socketTimeouts({pid, fd}: DescriptorId): Read<SocketTimeouts> {
    return readSocketTimeouts(this.#libc, pid, fd);
  }

  lastSemaphoreUser(id: number, number: number): Read<number> {
    return this.#libc.semctl(id, number, GETPID);
  }

  async fileOpenings(
    paths: readonly string[],
    milliseconds: number,
  ): Promise<Read<ReadonlyMap<string, readonly number[]>>> {
    return this.#slow.silent.any
      ? unreadable('ETIMEDOUT')
      : readFileOpenings(this.#libc, paths, milliseconds);
  }
}
