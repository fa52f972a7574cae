import {type record, WORD} from './process-record.ts';

/** Where something lies in a record. An offset as such is what V8 reads by at once; by its name it would be searched for. */
export type Place = (typeof record)[Exclude<keyof typeof record, 'size'>];

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

  /** A number of 32 bits without a sign, or the lower half of one of 64. */
  number(place: Place): number {
    return this.#words[this.#at + place / WORD] ?? 0;
  }

  protected signed(place: Place): number {
    return this.number(place) | 0;
  }

  /** The upper half of a number of 64 bits. */
  protected high(place: Place): number {
    return this.#words[this.#at + place / WORD + 1] ?? 0;
  }

  /** A number of 64 bits, exact up to 2^53. */
  protected count(place: Place): number {
    return this.high(place) * 2 ** 32 + this.number(place);
  }

  protected whole(place: Place): bigint {
    return bigOf(this.high(place), this.number(place));
  }

  /** A number of 64 bits with each bit the other way. */
  protected inverted(place: Place): bigint {
    return bigOf(~this.high(place) >>> 0, ~this.number(place) >>> 0);
  }

  /**
   * Nanoseconds in clock ticks of 10^7 ns = 78125 * 2^7 ns, rounded down. Without the last seven bits, which don't
   * matter, the number is exact, and so is the tick, for twenty years.
   */
  protected ticks(place: Place): number {
    return Math.floor((this.high(place) * 2 ** 25 + (this.number(place) >>> 7)) / 78_125);
  }

  /** A text of at most so many bytes, which a NUL ends. */
  protected text(place: Place, size: number): Uint8Array {
    const start = this.#words.byteOffset + this.#at * WORD + place;
    const bytes = new Uint8Array(this.#words.buffer, start, size);
    const end = bytes.indexOf(0);
    return end === -1 ? bytes : bytes.subarray(0, end);
  }

  /** Whether another record has the same text: a comparison is cheaper than the text is made, and workers have few. */
  protected hasTextOf(other: RecordNumbers, place: Place, size: number): boolean {
    for (let at = place / WORD; at < (place + size) / WORD; at++)
      if (this.#words[this.#at + at] !== other.#words[other.#at + at]) return false;
    return true;
  }
}

/** Most sets of signals have no high ones, and many none at all: then there is no number of 64 bits to be made. */
function bigOf(high: number, low: number): bigint {
  if (high !== 0) return (BigInt(high) << 32n) | BigInt(low);
  return low === 0 ? 0n : BigInt(low);
}
