import {wordsOf} from '../bpf/record-words.ts';

/** What is written of each process, in 64 bits each, little-endian; most are addresses of objects of the kernel. */
export const processPlaces = [
  'pid',
  'startNs',
  'voluntarySwitches',
  'forcedSwitches',
  'lastRunNs',
  'state',
  'exitState',
  'onProcessor',
  'signals',
  'threads',
  'timers',
  'namespaces',
  'threadPid',
  'level',
  'pidNamespace',
  'cgroups',
  'folders',
  'folderUsers',
  'rootMount',
  'rootEntry',
  'workingMount',
  'workingEntry',
  'memory',
  'memoryUsers',
  'program',
  'programMount',
  'programEntry',
  'files',
  'fileUsers',
] as const;
export type ProcessPlace = (typeof processPlaces)[number];

/** The size of a place, in bytes. */
export const PLACE_SIZE = 8;
/** How many numbers of 32 bits a record has. */
const WORDS = (processPlaces.length * PLACE_SIZE) / 4;

/** Where a place is in the record, in bytes. */
export function placeOf(place: ProcessPlace): number {
  return processPlaces.indexOf(place) * PLACE_SIZE;
}

const words = Object.fromEntries(processPlaces.map(place => [place, placeOf(place) / 4])) as Readonly<
  Record<ProcessPlace, number>
>;

/** A number of 64 bits, in two halves. */
export interface Halves {
  readonly high: number;
  readonly low: number;
}

/** The records of all processes, by ascending pid. */
export class ProcessObjects {
  readonly #words: Uint32Array;
  readonly #length: number;

  /** @param bytes what makes no whole record at their end is left out */
  constructor(bytes: Uint8Array) {
    this.#length = Math.floor(bytes.length / (4 * WORDS));
    this.#words = wordsOf(bytes);
  }

  /** The row of a process; undefined: there was none with this pid. */
  rowOf(pid: number): number | undefined {
    let [low, high] = [0, this.#length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const there = this.#low(middle, 'pid');
      if (there === pid) return middle;
      if (there < pid) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** An address. */
  at(row: number, place: ProcessPlace): Halves {
    return {high: this.#high(row, place), low: this.#low(row, place)};
  }

  /** The start, in clock ticks of 10^7 ns since boot, rounded down. */
  startTicks(row: number): number {
    return Math.floor((this.#high(row, 'startNs') * 2 ** 25 + (this.#low(row, 'startNs') >>> 7)) / 78_125);
  }

  /** How often its main thread was switched out. */
  contextSwitches(row: number): number {
    return this.#count(row, 'voluntarySwitches') + this.#count(row, 'forcedSwitches');
  }

  /** When its main thread last ran, by the clock of its CPU, in nanoseconds. */
  lastRunNs(row: number): bigint {
    return (BigInt(this.#high(row, 'lastRunNs')) << 32n) | BigInt(this.#low(row, 'lastRunNs'));
  }

  /**
   * Whether nothing but the process itself could change which folders, files and program it has, and it didn't run: it has one
   * thread, which slept, and no other process has its descriptor table or its folders.
   */
  isAtRest(row: number): boolean {
    return (
      this.#low(row, 'state') !== 0 &&
      this.#low(row, 'exitState') === 0 &&
      this.#low(row, 'onProcessor') === 0 &&
      this.#low(row, 'threads') === 1 &&
      this.#low(row, 'folderUsers') === 1 &&
      this.#low(row, 'fileUsers') === 1
    );
  }

  /** Whether no process that isn't a thread of it has its memory, or looks at it at this moment. */
  hasOwnMemory(row: number): boolean {
    return this.#low(row, 'memoryUsers') === 1;
  }

  /**
   * Whether it has no timer of timer_create(2).
   * @param offset where the list of timers begins in what the threads share: an empty list leads nowhere, or to itself
   */
  hasNoTimers(row: number, offset: number): boolean {
    const [high, low] = [this.#high(row, 'timers'), this.#low(row, 'timers')];
    if (high === 0 && low === 0) return true;
    const ahead = (high - this.#high(row, 'signals')) * 2 ** 32 + low - this.#low(row, 'signals');
    return ahead === offset;
  }

  #low(row: number, place: ProcessPlace): number {
    return this.#words[row * WORDS + words[place]] ?? 0;
  }

  #high(row: number, place: ProcessPlace): number {
    return this.#words[row * WORDS + words[place] + 1] ?? 0;
  }

  #count(row: number, place: ProcessPlace): number {
    return this.#high(row, place) * 2 ** 32 + this.#low(row, place);
  }
}
