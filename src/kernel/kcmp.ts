import type {Libc} from './libc.ts';
import {found, mapRead, type Read, unreadable} from './read.ts';
import type {DescriptorId} from './syscalls.ts';

const KCMP_FILE = 0;
const KCMP_VM = 1;
const KCMP_FILES = 2;

const before = found(-1 as const);
const same = found(0 as const);
const after = found(1 as const);

/** Asks by kcmp(2) whether two processes share a kernel object. The pids may be thread ids. */
export class Kcmp {
  readonly #libc: Libc;
  #usable: Read<true> | undefined;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Whether kcmp(2) works at all: procdoc compares its own memory with itself, which is always permitted. */
  usable(): Read<true> {
    this.#usable ??= mapRead(this.#libc.kcmp(process.pid, process.pid, KCMP_VM, 0, 0), () => true as const);
    return this.#usable;
  }

  /**
   * The order of two open file descriptions. The kernel answers 0 for equal, 1 for less and 2 for greater. 3, "not
   * equal, but ordering unavailable", is reserved and given by no kernel so far; procdoc would take it for greater.
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

  /**
   * EPERM means that access to this process is denied, or that seccomp denies kcmp(2) for every process: ENOSYS
   * here.
   */
  #failure(errno: string): Read<never> {
    return unreadable(errno === 'EPERM' && !this.usable().ok ? 'ENOSYS' : errno);
  }
}
