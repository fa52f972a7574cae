import {type Errno, meansGone} from '../kernel/read.ts';

/** Something that could not be read, for the same reason, of these processes (none: not of a process). */
export interface Unreadable {
  /** What was wanted, as design.md's contract names it: "status", "fd", "syscall" … */
  readonly what: string;
  readonly errno: Errno;
  readonly pids: readonly number[];
}

/**
 * What a snapshot could not read. An answer with gaps says so: `complete` is false as soon as there is one.
 * A process that is gone is no gap: it is just not there any more.
 */
export class Ledger {
  readonly #pids = new Map<string, {what: string; errno: Errno; pids: Set<number>}>();

  note(what: string, errno: Errno, pid?: number): void {
    if (meansGone(errno)) return;
    const key = `${what} ${errno}`;
    const entry = this.#pids.get(key) ?? {what, errno, pids: new Set()};
    if (pid !== undefined) entry.pids.add(pid);
    this.#pids.set(key, entry);
  }

  get complete(): boolean {
    return this.#pids.size === 0;
  }

  /** Whether any of this is among what could not be read. */
  lacks(...whats: readonly string[]): boolean {
    return [...this.#pids.values()].some(({what}) => whats.includes(what));
  }

  get unreadable(): Unreadable[] {
    return [...this.#pids.values()].map(({what, errno, pids}) => ({
      what,
      errno,
      pids: [...pids].sort((a, b) => a - b),
    }));
  }
}
