import {closeSync} from 'node:fs';
import type {Libc} from '../libc.ts';
import type {Read} from '../read.ts';

/** Constants of <poll.h>; a struct pollfd has the descriptor (int), and the events asked for and returned (short each). */
const POLLIN = 0x1;
const POLLHUP = 0x10;
const POLLFD_SIZE = 8;

/** PIDFD_GET_INFO of <linux/pidfd.h>, with the first version of struct pidfd_info, and its bit for an exit. */
const PIDFD_GET_INFO = 0xc040_ff0b;
const INFO_SIZE = 64;
const INFO_EXIT = 1 << 3;
const EXIT_CODE = 60;

/** What a pidfd says of a process that has exited. */
export interface ExitedProcess {
  readonly pid: number;
  readonly reaped: boolean;
  /** The wait status, which the kernel tells anybody once the process is reaped (since Linux 6.15). */
  readonly status: number | undefined;
}

/** Pidfds of many processes, by which their exit and reaping is seen without being their parent: pidfd_open(2). */
export class Pidfds {
  readonly #libc: Libc;
  readonly #descriptors = new Map<number, number>();

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** Watches a process, by the pid that it has now. EMFILE: procdoc has too many descriptors open. */
  add(pid: number): Read<number> {
    const opened = this.#libc.pidfdOpen(pid);
    if (opened.ok) this.#descriptors.set(pid, opened.value);
    return opened;
  }

  has(pid: number): boolean {
    return this.#descriptors.has(pid);
  }

  /** The processes that have exited; those that are reaped are watched no longer. */
  exited(): ExitedProcess[] {
    const entries = [...this.#descriptors];
    const polled = Buffer.alloc(entries.length * POLLFD_SIZE);
    for (const [at, [, descriptor]] of entries.entries()) {
      polled.writeInt32LE(descriptor, at * POLLFD_SIZE);
      polled.writeInt16LE(POLLIN, at * POLLFD_SIZE + 4);
    }
    this.#libc.poll(polled, entries.length);
    return entries.flatMap(([pid, descriptor], at) => {
      const returned = polled.readInt16LE(at * POLLFD_SIZE + 6);
      if ((returned & (POLLIN | POLLHUP)) === 0) return [];
      const reaped = (returned & POLLHUP) !== 0;
      const status = reaped ? this.#statusOf(descriptor) : undefined;
      if (reaped) this.remove(pid);
      return [{pid, reaped, status}];
    });
  }

  remove(pid: number): void {
    const descriptor = this.#descriptors.get(pid);
    this.#descriptors.delete(pid);
    if (descriptor !== undefined) closeSync(descriptor);
  }

  close(): void {
    for (const pid of [...this.#descriptors.keys()]) this.remove(pid);
  }

  #statusOf(descriptor: number): number | undefined {
    const info = Buffer.alloc(INFO_SIZE);
    info.writeBigUInt64LE(BigInt(INFO_EXIT), 0);
    const answered = this.#libc.ioctl(descriptor, PIDFD_GET_INFO, info);
    if (!answered.ok || (info.readUInt32LE(0) & INFO_EXIT) === 0) return undefined;
    return info.readInt32LE(EXIT_CODE);
  }
}
