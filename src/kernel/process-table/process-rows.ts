import {record, WORD} from './process-record.ts';
import {ProcessRow} from './process-row.ts';

/** How many numbers of 32 bits a record is as long as. */
const WORDS = record.size / WORD;

/** For so many, an index of all takes longer than it saves. */
const FEW = 500;

/**
 * The records of all processes, by ascending pid. They stay the bytes that the kernel wrote, of which a column can be gone
 * through: a machine has thousands of processes, of which a question is about a few.
 */
export class ProcessRows {
  readonly length: number;
  /** The numbers of 32 bits in all records: a loop through one array is the cheapest way through ten thousand of them. */
  readonly #words: Uint32Array;
  #finds = 0;
  /** The rows by pid, once many were asked for. */
  #index: ReadonlyMap<number, number> | undefined;

  /** @param bytes what makes no whole record at their end is left out */
  constructor(bytes: Uint8Array) {
    this.length = Math.floor(bytes.length / record.size);
    const aligned = bytes.byteOffset % WORD === 0 ? bytes : new Uint8Array(bytes);
    this.#words = new Uint32Array(aligned.buffer, aligned.byteOffset, this.length * WORDS);
  }

  /** The number of the row with a pid; -1: there is none. */
  find(pid: number): number {
    if (this.#finds++ < FEW) return this.#search(pid);
    this.#index ??= new Map(Array.from({length: this.length}, (_, at) => [this.pid(at), at]));
    return this.#index.get(pid) ?? -1;
  }

  #search(pid: number): number {
    let [low, high] = [0, this.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const there = this.pid(middle);
      if (there === pid) return middle;
      if (there < pid) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  row(at: number): ProcessRow {
    return new ProcessRow(this.#words, at * WORDS);
  }

  pid(at: number): number {
    return this.#words[at * WORDS + record.pid / WORD] ?? 0;
  }

  /** How many tasks all processes have together. */
  get tasks(): number {
    const words = this.#words;
    let tasks = 0;
    for (let at = record.threads / WORD; at < words.length; at += WORDS) tasks += words[at] ?? 0;
    return tasks;
  }

  /** The pids of all parents, each once. */
  get parents(): ReadonlySet<number> {
    const words = this.#words;
    const parents = new Set<number>();
    let last = -1;
    for (let at = record.ppid / WORD; at < words.length; at += WORDS) {
      const ppid = words[at] ?? 0;
      if (ppid !== last) parents.add(ppid);
      last = ppid;
    }
    return parents;
  }

  /** The rows of the processes in state Z: their main thread has exited, and was not waited for. */
  get exited(): readonly number[] {
    const words = this.#words;
    const rows: number[] = [];
    for (let at = record.exitState / WORD, row = 0; at < words.length; at += WORDS, row++)
      if (words[at] !== 0 && this.row(row).state === 'Z') rows.push(row);
    return rows;
  }

  /** The rows of other processes than these. */
  without(pids: ReadonlySet<number>): ProcessRows {
    const kept = Array.from({length: this.length}, (_, at) => at).filter(at => !pids.has(this.pid(at)));
    const {buffer, byteOffset} = this.#words;
    const bytesOf = (at: number) => new Uint8Array(buffer, byteOffset + at * record.size, record.size);
    return new ProcessRows(Buffer.concat(kept.map(bytesOf)));
  }
}
