import {escapeWord} from './bytes.ts';

/** From which CPU procdoc asks: the clock in self/sched is another on each, so one file has many answers. */
export class Viewpoint {
  #processor: number | undefined;

  /** Asks as if on a certain CPU. */
  on<T>(processor: number, ask: () => T): T {
    const before = this.#processor;
    this.#processor = processor;
    try {
      return ask();
    } finally {
      this.#processor = before;
    }
  }

  /** What a section about this path, which is relative to the mount point, is called; the mount point is ".". */
  nameOf(path: string | Buffer): string {
    const name = escapeWord(Buffer.from(path)) || '.';
    return this.#processor === undefined ? name : `${name}@cpu${this.#processor}`;
  }
}
