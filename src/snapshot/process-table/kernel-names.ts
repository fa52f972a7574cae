import type {ProcessRow} from '../../kernel/process-table/process-row.ts';
import {decodeText} from '../../parse/text.ts';

/** The names of processes by the kernel's own records. Workers have the name of the one before, and then one text. */
export class KernelNames {
  readonly #longName: (pid: number) => string | undefined;
  #last: {readonly row: ProcessRow; readonly name: string} | undefined;

  /** @param longName the name of a kernel thread, of which the record has only a part */
  constructor(longName: (pid: number) => string | undefined) {
    this.#longName = longName;
  }

  of(row: ProcessRow): string {
    const long = row.isKernelThread ? this.#longName(row.number('pid')) : undefined;
    if (long !== undefined) return long;
    if (!this.#last || !row.isNamedAs(this.#last.row)) this.#last = {row, name: decodeText(row.comm)};
    return this.#last.name;
  }
}
