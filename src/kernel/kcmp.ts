import type {Libc} from './libc.ts';
import {found, mapRead, type Read, unreadable} from './read.ts';
import type {DescriptorId} from './syscalls.ts';

const KCMP_FILE = 0;
const KCMP_VM = 1;
const KCMP_FILES = 2;

const before = found(-1 as const);
const same = found(0 as const);
const after = found(1 as const);

/** kcmp(2): whether two processes share a kernel object. The pids may be thread ids too. */
export class Kcmp {
  readonly #libc: Libc;
  #usable: Read<true> | undefined;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Whether the call works at all: a process may always compare its own memory with itself. */
  usable(): Read<true> {
    this.#usable ??= mapRead(this.#libc.kcmp(process.pid, process.pid, KCMP_VM, 0, 0), () => true as const);
    return this.#usable;
  }

  /**
   * The order of two open file descriptions. The kernel answers 0 for the same, 1 for less, 2 for greater;
   * 3, "not the same, and no order to tell", is reserved and answered by no kernel so far: it would be 1.
   */
  compareDescriptions(a: DescriptorId, b: DescriptorId): Read<-1 | 0 | 1> {
    const result = this.#libc.kcmp(a.pid, b.pid, KCMP_FILE, a.fd, b.fd);
    if (!result.ok) return this.#failure(result.errno);
    if (result.value === 0) return same;
    return result.value === 1 ? before : after;
  }

  shareDescriptorTable(pid: number, otherPid: number): Read<boolean> {
    const result = this.#libc.kcmp(pid, otherPid, KCMP_FILES, 0, 0);
    return result.ok ? found(result.value === 0) : this.#failure(result.errno);
  }

  /** EPERM has two meanings: this process is out of reach, or (seccomp) every one is. The latter is ENOSYS here. */
  #failure(errno: string): Read<never> {
    return unreadable(errno === 'EPERM' && !this.usable().ok ? 'ENOSYS' : errno);
  }
}
