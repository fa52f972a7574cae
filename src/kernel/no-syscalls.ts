import type {ProcessRows} from './process-table/process-rows.ts';
import {type Errno, type Read, unreadable} from './read.ts';
import type {SignalAction, Syscalls} from './syscalls.ts';
import type {UnixSocket} from './unix-diag.ts';

/**
 * Answers one errno to everything: EXDEV for the procfs of another pid namespace, ENOSYS for a machine without koffi, and
 * for a recording that was made without system calls.
 */
export class NoSyscalls implements Syscalls {
  readonly unavailable: Errno;
  readonly #errno: Errno;

  /** @param reason why no system call can be made */
  constructor(reason: Errno) {
    this.unavailable = reason;
    this.#errno = reason === 'EXDEV' ? reason : 'ENOSYS';
  }

  kcmpUsable(): Read<true> {
    return unreadable(this.#errno);
  }

  compareDescriptions(): Read<-1 | 0 | 1> {
    return unreadable(this.#errno);
  }

  shareDescriptorTable(): Read<boolean> {
    return unreadable(this.#errno);
  }

  pidfdInode(): Read<never> {
    return unreadable(this.#errno);
  }

  signalActions(): Read<ReadonlyMap<number, SignalAction>> {
    return unreadable(this.#errno);
  }

  processes(): Read<ProcessRows> {
    return unreadable(this.#errno);
  }

  descriptorEntries(): Read<never> {
    return unreadable(this.#errno);
  }

  mappers(): Read<never> {
    return unreadable(this.#errno);
  }

  kernelObjects(): Read<never> {
    return unreadable(this.#errno);
  }

  blockedCalls(): Read<never> {
    return unreadable(this.#errno);
  }

  inodeAt(): Read<never> {
    return unreadable(this.#errno);
  }

  onProcessor(): Read<never> {
    return unreadable(this.#errno);
  }

  unixSockets(): Read<ReadonlyMap<number, UnixSocket>> {
    return unreadable(this.#errno);
  }

  unixSocket(): Read<UnixSocket> {
    return unreadable(this.#errno);
  }

  boundSockets(): Read<never> {
    return unreadable(this.#errno);
  }

  terminalSettings(): Read<never> {
    return unreadable(this.#errno);
  }

  ipSocket(): Read<never> {
    return unreadable(this.#errno);
  }

  socketTimeouts(): Read<never> {
    return unreadable(this.#errno);
  }

  lastSemaphoreUser(): Read<never> {
    return unreadable(this.#errno);
  }

  async fileOpenings(): Promise<Read<never>> {
    return unreadable(this.#errno);
  }
}
