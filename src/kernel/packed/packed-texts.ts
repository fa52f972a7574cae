import {HashIndex} from './hash-index.ts';
import {NumberList} from './number-list.ts';

/** Texts lie one after the other in blocks of so many words of 4 bytes. */
const BLOCK_WORDS = 256 * 1024;
const WORD = 4;

/** Memory for texts: the same bytes twice. */
interface Block {
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

function newBlock(size: number): Block {
  const bytes = Buffer.allocUnsafeSlow(WORD * size);
  return {bytes, words: new Int32Array(bytes.buffer)};
}

/**
 * Texts, each once, by number. A recording has hundreds of thousands: as strings they would be what garbage collection is
 * busy with (measured).
 */
export class PackedTexts {
  readonly #blocks = [newBlock(BLOCK_WORDS)];
  /** The first word of the last block that no text has. */
  #free = 0;
  readonly #hashes = new NumberList();
  /** Which block a text is in, and its first word there. */
  readonly #homes = new NumberList();
  readonly #starts = new NumberList();
  readonly #lengths = new NumberList();
  readonly #index = new HashIndex(id => this.#hashes.at(id));

  /** How many there are: their numbers are less. */
  get size(): number {
    return this.#lengths.length;
  }

  /**
   * The number of a text.
   * @param text its bytes, or a string that has them as latin1
   */
  put(text: string | Uint8Array): number {
    const {length} = text;
    const size = Math.ceil(length / WORD);
    const {bytes, words} = this.#blockFor(size);
    const start = this.#free;
    // What the text leaves of its last word counts for its hash.
    if (size > 0) words[start + size - 1] = 0;
    if (typeof text === 'string') bytes.write(text, WORD * start, 'latin1');
    else bytes.set(text, WORD * start);
    const hash = hashOf(words, start, start + size);
    const known = this.#known(hash, length, words);
    if (known !== undefined) return known;
    this.#free += size;
    this.#hashes.push(hash);
    this.#homes.push(this.#blocks.length - 1);
    this.#starts.push(start);
    const id = this.#lengths.push(length);
    this.#index.add(id);
    return id;
  }

  lengthOf(id: number): number {
    return this.#lengths.at(id);
  }

  /** The bytes of a text, which nobody may change. */
  bytesOf(id: number): Buffer {
    const start = WORD * this.#starts.at(id);
    return this.#homeOf(id).bytes.subarray(start, start + this.#lengths.at(id));
  }

  /** A text as latin1. */
  textOf(id: number): string {
    const start = WORD * this.#starts.at(id);
    return this.#homeOf(id).bytes.toString('latin1', start, start + this.#lengths.at(id));
  }

  #homeOf(id: number): Block {
    return this.#blocks[this.#homes.at(id)] as Block;
  }

  #blockFor(size: number): Block {
    const last = this.#blocks.at(-1);
    if (last && this.#free + size <= last.words.length) return last;
    const block = newBlock(Math.max(size, BLOCK_WORDS));
    this.#blocks.push(block);
    this.#free = 0;
    return block;
  }

  /** The text that was put before, and is the same as the one after the last. */
  #known(hash: number, length: number, words: Int32Array): number | undefined {
    const index = this.#index;
    for (let slot = index.slotOf(hash); ; slot = index.after(slot)) {
      const id = index.itemAt(slot);
      if (id === undefined) return undefined;
      if (this.#hashes.at(id) !== hash || this.#lengths.at(id) !== length) continue;
      const size = Math.ceil(length / WORD);
      if (areSame(words, this.#free, this.#homeOf(id).words, this.#starts.at(id), size)) return id;
    }
  }
}

function areSame(a: Int32Array, startA: number, b: Int32Array, startB: number, size: number): boolean {
  for (let at = 0; at < size; at += 1) if (a[startA + at] !== b[startB + at]) return false;
  return true;
}

/** FNV-1a of whole words, with the upper bits, which depend on all words, mixed into the lower ones. */
function hashOf(words: Int32Array, start: number, end: number): number {
  let hash = 0x811c_9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (words[at] ?? 0), 0x0100_0193);
  return (hash ^ (hash >>> 15)) | 0;
}
