import type {ProcessPlaces} from './read-contents.ts';
import type {SectionPlaces} from './section-places.ts';
import {isBodyMark, nextHeading, scanHeading} from './section-scan.ts';

const BACKSLASH = 0x5c;
/** What is between two sections that procdoc wrote. */
const BLANK_LINE = Buffer.from('\n\n');

/** What no name of a process begins with. */
const MACHINE = -1;

/**
 * The parts of a sealed recording, of which each is gone through no further than somebody asks: the sections of each process,
 * and what stands before and behind them, which is about the machine. Bodies are as they were written: they are not looked at.
 */
export class UnreadParts {
  readonly #bytes: Buffer;
  readonly #places: SectionPlaces;
  readonly #pids: ProcessPlaces['pids'];
  readonly #starts: ProcessPlaces['starts'];
  /** Up to where each part was gone through: the processes as in the contents, what is behind them, what is before them. */
  readonly #read: Int32Array;
  readonly #ends: Int32Array;
  /** The process that was last asked about, by its place among the pids. */
  #process = 0;
  /** From here, no escape comes before that one. */
  #sought = 0;
  #escape = 0;

  /** @param start where the second line begins */
  constructor(bytes: Buffer, places: SectionPlaces, {pids, starts, end}: ProcessPlaces, start: number) {
    this.#bytes = bytes;
    this.#places = places;
    this.#pids = pids;
    this.#starts = starts;
    this.#read = Int32Array.from([...starts, start]);
    this.#ends = Int32Array.from([...starts.slice(1), end, starts[0] ?? end]);
  }

  /** Where the sections of a process begin, if none of them was gone through; undefined otherwise. */
  untouched(pid: number): number | undefined {
    const part = this.#processOf(pid);
    const start = part === undefined ? undefined : this.#starts[part];
    return part !== undefined && this.#read[part] === start ? start : undefined;
  }

  /**
   * Adds the next section of the part where a name would be, and answers its number; undefined: that part has no more.
   * @param beginning the number that the name begins with; -1: none
   */
  next(beginning: number): number | undefined {
    if (beginning !== MACHINE) return this.#nextOf(this.#processOf(beginning));
    const behind = this.#pids.length;
    return this.#nextOf(behind + 1) ?? this.#nextOf(behind);
  }

  #nextOf(part: number | undefined): number | undefined {
    if (part === undefined) return undefined;
    const end = this.#ends[part] ?? 0;
    const read = this.#read[part] ?? 0;
    if (read >= end) return undefined;
    const heading = nextHeading(this.#bytes, read);
    this.#read[part] = heading < end ? this.#readSection(heading) : end;
    return heading < end ? this.#places.count - 1 : undefined;
  }

  #readSection(heading: number): number {
    const bodyAt = scanHeading(this.#bytes, heading, this.#places);
    if (!isBodyMark(this.#bytes[bodyAt])) return bodyAt;
    const end = this.#bytes.indexOf(BLANK_LINE, bodyAt) + 1;
    this.#places.endBody(end);
    if (this.#escapeFrom(bodyAt) < end) this.#places.noteEscape();
    return end;
  }

  /** Where the next escape is, from here on. */
  #escapeFrom(start: number): number {
    if (start < this.#sought || start > this.#escape) {
      const found = this.#bytes.indexOf(BACKSLASH, start);
      this.#escape = found === -1 ? this.#bytes.length : found;
      this.#sought = start;
    }
    return this.#escape;
  }

  #processOf(pid: number): number | undefined {
    if (this.#pids[this.#process] === pid) return this.#process;
    // Most are asked about in their order.
    const found = this.#pids[this.#process + 1] === pid ? this.#process + 1 : this.#search(pid);
    if (found !== undefined) this.#process = found;
    return found;
  }

  #search(pid: number): number | undefined {
    let [low, high] = [0, this.#pids.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#pids[middle] ?? 0;
      if (found === pid) return middle;
      if (found < pid) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }
}
