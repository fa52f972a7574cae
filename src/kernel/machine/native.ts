import type {Btf} from '../bpf/btf.ts';
import {DescriptorEntries} from '../bpf/descriptor-entries.ts';
import {readKernelTypes} from '../bpf/kernel-types.ts';
import {SignalActions} from '../bpf/signal-actions.ts';
import {Kcmp} from '../kcmp.ts';
import {type Libc, openLibc} from '../libc.ts';
import {NoSyscalls} from '../no-syscalls.ts';
import {readPidfdInode} from '../pidfd.ts';
import {onProcessor} from '../processor.ts';
import {type Read, unreadable} from '../read.ts';
import type {Silent} from '../slow-files.ts';
import type {
  BoundSocket,
  DescriptorEntry,
  DescriptorId,
  SignalAction,
  Syscalls,
  TerminalSettings,
  UnixSocket,
  WantedEntries,
} from '../syscalls.ts';
import {readTerminalSettings} from '../terminal-settings.ts';
import {readBoundSockets, readUnixSocket, readUnixSockets} from '../unix-peers.ts';

/**
 * The system calls of this machine, or `NoSyscalls` with the errno why none can be made. Never rejects.
 * @param silent what didn't answer, and is not asked again
 */
export async function openSyscalls(silent: Pick<Silent, 'any'> = {any: false}): Promise<Syscalls> {
  const libc = await openLibc();
  return libc.ok ? new LiveSyscalls(libc.value, silent) : new NoSyscalls(libc.errno);
}

class LiveSyscalls implements Syscalls {
  readonly unavailable = undefined;
  readonly #libc: Libc;
  readonly #kcmp: Kcmp;
  readonly #signalActions: SignalActions;
  readonly #descriptorEntries: DescriptorEntries;
  readonly #silent: Pick<Silent, 'any'>;

  constructor(libc: Libc, silent: Pick<Silent, 'any'>) {
    this.#silent = silent;
    this.#libc = libc;
    this.#kcmp = new Kcmp(libc);
    let known: Read<Btf> | undefined;
    const types = () => {
      known ??= readKernelTypes(libc);
      return known;
    };
    this.#signalActions = new SignalActions(libc, types);
    this.#descriptorEntries = new DescriptorEntries(libc, types);
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

  descriptorEntries(wanted: WantedEntries): Read<readonly DescriptorEntry[]> {
    return this.#descriptorEntries.read(wanted);
  }

  inodeAt(path: string): Read<number> {
    return this.#silent.any ? unreadable('ETIMEDOUT') : this.#descriptorEntries.inodeAt(path);
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

  terminalSettings(descriptor: DescriptorId): Read<TerminalSettings> {
    return readTerminalSettings(this.#libc, descriptor);
  }
}
