import type {Tracked} from './tracked.ts';

/** The processes that are watched, by pid and by parent. */
export class Registry {
  readonly #processes = new Map<number, Tracked>();
  readonly #children = new Map<number, Set<Tracked>>();
  /** The processes that have exited, and are not reaped yet. */
  readonly dead = new Set<Tracked>();
  /** The processes whose parent has exited, so that they get another one. */
  readonly orphaned = new Set<Tracked>();

  get(pid: number): Tracked | undefined {
    return this.#processes.get(pid);
  }

  all(): Tracked[] {
    return [...this.#processes.values()];
  }

  get size(): number {
    return this.#processes.size;
  }

  add(tracked: Tracked): void {
    this.#processes.set(tracked.pid, tracked);
    if (tracked.diedAt !== undefined) this.dead.add(tracked);
    this.#link(tracked);
  }

  /** A process has exited: its children get another parent. */
  die(tracked: Tracked): void {
    this.dead.add(tracked);
    for (const child of this.#children.get(tracked.pid) ?? []) this.orphaned.add(child);
  }

  remove(tracked: Tracked): void {
    this.#processes.delete(tracked.pid);
    this.dead.delete(tracked);
    this.orphaned.delete(tracked);
    this.#unlink(tracked);
  }

  /** A process has another parent now. */
  move(tracked: Tracked, ppid: number): void {
    this.#unlink(tracked);
    tracked.ppid = ppid;
    this.orphaned.delete(tracked);
    this.#link(tracked);
  }

  #link(tracked: Tracked): void {
    if (tracked.ppid === undefined) return;
    const siblings = this.#children.get(tracked.ppid) ?? new Set();
    this.#children.set(tracked.ppid, siblings.add(tracked));
  }

  #unlink(tracked: Tracked): void {
    if (tracked.ppid === undefined) return;
    const siblings = this.#children.get(tracked.ppid);
    siblings?.delete(tracked);
    if (siblings?.size === 0) this.#children.delete(tracked.ppid);
  }
}
