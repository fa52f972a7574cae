import {type Errno, meansGone} from '../kernel/read.ts';

/** Something that could not be read of these processes, for one reason; no pids: it is not of a process. */
export interface Unreadable {
  /** What was wanted, as design.md's contract names it: "status", "fd", "syscall" … */
  readonly what: string;
  readonly errno: Errno;
  readonly pids: readonly number[];
}

/**
 * What a snapshot could not read. An answer with gaps says so: `complete` is false as soon as there is one.
 * A process that has exited leaves no gap.
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

  /** Whether any of these could not be read. */
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
