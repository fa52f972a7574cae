import {escapeName} from './bytes.ts';

/** The CPU from which procdoc asks: each CPU has its own clock in self/sched, so that one file has many answers. */
export class Viewpoint {
  #processor: number | undefined;

  /** Calls `ask` as if from this CPU. */
  on<T>(processor: number, ask: () => T): T {
    const before = this.#processor;
    this.#processor = processor;
    try {
      return ask();
    } finally {
      this.#processor = before;
    }
  }

  /** The name of a section about this path, which is relative to the mount point; the mount point itself is ".". */
  nameOf(path: string | Buffer): string {
    const name = escapeName(path) || '.';
    return this.#processor === undefined ? name : `${name}@cpu${this.#processor}`;
  }
}
