import {record} from './process-record.ts';
import {ProcessRow} from './process-row.ts';

/**
 * The records of all processes, by ascending pid. They stay the bytes that the kernel wrote, of which a column can be gone
 * through: a machine has thousands of processes, of which a question is about a few.
 */
export class ProcessRows {
  readonly length: number;
  readonly #view: DataView;

  /** @param bytes what makes no whole record at their end is left out */
  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length = Math.floor(bytes.length / record.size);
  }

  /** The number of the row with a pid; -1: there is none. */
  find(pid: number): number {
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
    return new ProcessRow(this.#view, at * record.size);
  }

  pid(at: number): number {
    return this.#number(at, record.pid);
  }

  ppid(at: number): number {
    return this.#number(at, record.ppid);
  }

  threads(at: number): number {
    return this.#number(at, record.threads);
  }

  /** Whether its main thread has exited, and was not waited for, or has just been. */
  hasExited(at: number): boolean {
    return this.#number(at, record.exitState) !== 0;
  }

  /** The rows of other processes than these. */
  without(pids: ReadonlySet<number>): ProcessRows {
    const kept = Array.from({length: this.length}, (_, at) => at).filter(at => !pids.has(this.pid(at)));
    const {buffer, byteOffset} = this.#view;
    const bytesOf = (at: number) => new Uint8Array(buffer, byteOffset + at * record.size, record.size);
    return new ProcessRows(Buffer.concat(kept.map(bytesOf)));
  }

  #number(at: number, place: number): number {
    return this.#view.getUint32(at * record.size + place, true);
  }
}
