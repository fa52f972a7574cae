import {wordsOf} from '../bpf/record-words.ts';
import {mappingHashRecord} from './mapping-hash-program.ts';
import {ObjectNumbers} from './object-numbers.ts';

const WORDS = mappingHashRecord.size / 4;
const HASH = mappingHashRecord.hash / 4;

/** A number for the mappings of each process: those of processes with the same mappings are the same. */
export class Mappings {
  /** Two hashes for each process, which together have 64 bits, in the order of processes. */
  readonly #hashes: Int32Array;
  readonly #places = new Map<number, number>();
  readonly #numbers = new ObjectNumbers();

  /**
   * @param bytes the records, in the order of processes; what makes no whole record at their end is left out
   * @param random see `mappingHashProgram`
   */
  constructor(bytes: Uint8Array, random: number) {
    const words = wordsOf(bytes);
    const hashes: number[] = [];
    for (let at = 0, pid = 0, place = 0; at + WORDS <= words.length; at += WORDS) {
      if (words[at] !== pid) {
        pid = words[at] ?? 0;
        place = hashes.push(0, 0) - 2;
        this.#places.set(pid, place);
      }
      const [low = 0, high = 0] = [words[at + HASH], words[at + HASH + 1]];
      hashes[place] = mix(mix(hashes[place] ?? 0, low, random), high, random);
      hashes[place + 1] = mix(mix(hashes[place + 1] ?? 0, high, random), low, random);
    }
    this.#hashes = Int32Array.from(hashes);
  }

  /** Undefined for a process without memory. */
  of(pid: number): number | undefined {
    const place = this.#places.get(pid);
    return place === undefined
      ? undefined
      : this.#numbers.of(this.#hashes[place] ?? 0, this.#hashes[place + 1] ?? 0);
  }
}

/** The next hash after one, from the lower bits of an odd number. */
function mix(hash: number, word: number, random: number): number {
  const mixed = Math.imul(hash ^ word, random);
  return (mixed ^ (mixed >>> 15)) | 0;
}
