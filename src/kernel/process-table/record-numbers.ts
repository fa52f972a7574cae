import {record, WORD} from './process-record.ts';

/** The numbers and texts of one record, by their place. */
export abstract class RecordNumbers {
  readonly #words: Uint32Array;
  readonly #at: number;

  /**
   * @param words all records as numbers of 32 bits, which are read several times as fast as through a DataView (measured)
   * @param at with which of them the record begins
   */
  constructor(words: Uint32Array, at: number) {
    this.#words = words;
    this.#at = at;
  }

  protected unsigned(place: keyof typeof record): number {
    return this.#words[this.#at + record[place] / WORD] ?? 0;
  }

  protected signed(place: keyof typeof record): number {
    return this.unsigned(place) | 0;
  }

  /** The upper half of a number of 64 bits. */
  protected high(place: keyof typeof record): number {
    return this.#words[this.#at + record[place] / WORD + 1] ?? 0;
  }

  /** A number of 64 bits, exact up to 2^53. */
  protected count(place: keyof typeof record): number {
    return this.high(place) * 2 ** 32 + this.unsigned(place);
  }

  protected whole(place: keyof typeof record): bigint {
    return (BigInt(this.high(place)) << 32n) | BigInt(this.unsigned(place));
  }

  /**
   * Nanoseconds in clock ticks of 10^7 ns = 78125 * 2^7 ns, rounded down. Without the last seven bits, which don't
   * matter, the number is exact, and so is the tick, for twenty years.
   */
  protected ticks(place: keyof typeof record): number {
    return Math.floor((this.high(place) * 2 ** 25 + (this.unsigned(place) >>> 7)) / 78_125);
  }

  /** A text of at most so many bytes, which a NUL ends. */
  protected text(place: 'comm' | 'program', size: number): Uint8Array {
    const start = this.#words.byteOffset + this.#at * WORD + record[place];
    const bytes = new Uint8Array(this.#words.buffer, start, size);
    const end = bytes.indexOf(0);
    return end === -1 ? bytes : bytes.subarray(0, end);
  }

  /** Whether another record has the same text: a comparison is cheaper than the text is made, and workers have few. */
  protected hasTextOf(other: RecordNumbers, place: 'comm' | 'program', size: number): boolean {
    for (let at = record[place] / WORD; at < (record[place] + size) / WORD; at++)
      if (this.#words[this.#at + at] !== other.#words[other.#at + at]) return false;
    return true;
  }
}
