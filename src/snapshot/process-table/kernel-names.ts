import {record} from '../../kernel/process-table/process-record.ts';
import type {ProcessRow} from '../../kernel/process-table/process-row.ts';
import {mayInterpret} from '../../parse/script-command-line/interpreter-name.ts';
import {decodeText} from '../../parse/text.ts';

/** A program by the name of its file. */
export interface Program {
  readonly name: string;
  /** Whether a program of this name may be an interpreter. */
  readonly mayInterpret: boolean;
}

/** The names of processes by the kernel's own records. Workers have the name of the one before, and then one text. */
export class KernelNames {
  /** Most of thousands of processes execute the same few, each of which is looked at once. */
  readonly #programs = new Map<string, Program>();
  readonly #longName: (pid: number) => string | undefined;
  #last: {readonly row: ProcessRow; readonly name: string} | undefined;
  #lastProgram: {readonly row: ProcessRow; readonly program: Program | undefined} | undefined;

  /** @param longName the name of a kernel thread, of which the record has only a part */
  constructor(longName: (pid: number) => string | undefined) {
    this.#longName = longName;
  }

  of(row: ProcessRow): string {
    const long = row.isKernelThread ? this.#longName(row.number(record.pid)) : undefined;
    if (long !== undefined) return long;
    if (!this.#last || !row.isNamedAs(this.#last.row)) this.#last = {row, name: decodeText(row.comm)};
    return this.#last.name;
  }

  /** The program that a process executes; undefined where only its exe link shows that. */
  programOf(row: ProcessRow): Program | undefined {
    if (!this.#lastProgram || !row.executesAs(this.#lastProgram.row))
      this.#lastProgram = {row, program: this.#programNamed(row.program)};
    return this.#lastProgram.program;
  }

  #programNamed(bytes: Uint8Array | undefined): Program | undefined {
    if (bytes === undefined) return undefined;
    const name = decodeText(bytes);
    const known = this.#programs.get(name) ?? {name, mayInterpret: mayInterpret(name)};
    this.#programs.set(name, known);
    return known;
  }
}
