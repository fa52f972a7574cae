import {HashIndex} from './hash-index.ts';
import {NumberList} from './number-list.ts';

/** A number for each pair of whole numbers that was set, in rows. */
export class NumberPairs {
  readonly #firsts = new NumberList();
  readonly #seconds = new NumberList();
  readonly #values = new NumberList();
  /** For a row, one more than the row before with its first number, and for a first number, one more than its last row; 0: none. */
  readonly #earlier = new NumberList();
  readonly #latest = new NumberList();
  readonly #index = new HashIndex(row => hashOf(this.#firsts.at(row), this.#seconds.at(row)));

  firstOf(row: number): number {
    return this.#firsts.at(row);
  }

  secondOf(row: number): number {
    return this.#seconds.at(row);
  }

  valueOf(row: number): number {
    return this.#values.at(row);
  }

  /** The row of a pair; undefined: it was not set. */
  rowOf(first: number, second: number): number | undefined {
    const index = this.#index;
    for (let slot = index.slotOf(hashOf(first, second)); ; slot = index.after(slot)) {
      const row = index.itemAt(slot);
      if (row === undefined) return undefined;
      if (this.#firsts.at(row) === first && this.#seconds.at(row) === second) return row;
    }
  }

  /** Sets the number of a pair; the last one counts. */
  set(first: number, second: number, value: number): void {
    const row = this.rowOf(first, second);
    if (row !== undefined) {
      this.#values.set(row, value);
      return;
    }
    this.#firsts.push(first);
    this.#seconds.push(second);
    const added = this.#values.push(value);
    this.#index.add(added);
    while (this.#latest.length <= first) this.#latest.push(0);
    this.#earlier.push(this.#latest.at(first));
    this.#latest.set(first, added + 1);
  }

  /** The rows of a first number. */
  *rowsOf(first: number): Generator<number> {
    for (let next = this.#latest.at(first); next > 0; next = this.#earlier.at(next - 1)) yield next - 1;
  }
}

/** Two numbers that count something, mixed so that the lower bits depend on all of both. */
function hashOf(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e37_79b1) ^ Math.imul(second, 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 15)) | 0;
}
