import {wordsOf} from '../bpf/record-words.ts';
import type {Halves} from './process-objects.ts';

/** The record that the program writes for each descriptor: 64-bit words, little-endian, at these offsets in bytes. */
export const openFileRecord = {
  tid: 0,
  descriptor: 8,
  file: 16,
  locks: 24,
  closeOnExec: 32,
  size: 40,
} as const;

const WORDS = openFileRecord.size / 4;
const [TID, DESCRIPTOR, FILE, LOCKS, CLOSE_ON_EXEC] = [
  openFileRecord.tid / 4,
  openFileRecord.descriptor / 4,
  openFileRecord.file / 4,
  openFileRecord.locks / 4,
  openFileRecord.closeOnExec / 4,
];

/** The descriptors of all processes, in the order of processes, and of each by number. */
export class OpenFiles {
  readonly #words: Uint32Array;
  /** The first row of each task. */
  readonly #firsts = new Map<number, number>();

  /** @param bytes what makes no whole record at their end is left out */
  constructor(bytes: Uint8Array) {
    const length = Math.floor(bytes.length / openFileRecord.size);
    this.#words = wordsOf(bytes);
    for (let row = 0, last = 0; row < length; row++) {
      const tid = this.#word(row, TID);
      if (tid !== last) this.#firsts.set(tid, row);
      last = tid;
    }
  }

  /** The numbers of the descriptors of a process, ascending. */
  of(pid: number): number[] {
    const fds: number[] = [];
    const first = this.#firsts.get(pid);
    if (first === undefined) return fds;
    for (let row = first; this.#word(row, TID) === pid; row++) fds.push(this.#word(row, DESCRIPTOR));
    return fds;
  }

  /** The row of a descriptor; undefined: it was not open. */
  rowOf(pid: number, fd: number): number | undefined {
    const first = this.#firsts.get(pid);
    if (first === undefined) return undefined;
    for (let row = first; this.#word(row, TID) === pid; row++)
      if (this.#word(row, DESCRIPTOR) === fd) return row;
    return undefined;
  }

  /** The address of the open file description. */
  file(row: number): Halves {
    return {high: this.#word(row, FILE + 1), low: this.#word(row, FILE)};
  }

  /** Whether anything was ever locked of the file: struct file_lock_context. */
  mayBeLocked(row: number): boolean {
    return this.#word(row, LOCKS) !== 0 || this.#word(row, LOCKS + 1) !== 0;
  }

  isCloseOnExec(row: number): boolean {
    const fd = this.#word(row, DESCRIPTOR);
    const word = this.#word(row, CLOSE_ON_EXEC + ((fd >>> 5) & 1));
    return ((word >>> (fd & 31)) & 1) === 1;
  }

  #word(row: number, place: number): number {
    return this.#words[row * WORDS + place] ?? 0;
  }
}
