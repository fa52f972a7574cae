import {type InodeNumber, inodeNumber} from '../procfs.ts';
import type {FieldForm, RecordingProblem} from './recording-problem.ts';

/** A text that is no recording, was cut off, or is of another version. */
export class RecordingError extends Error {
  override name = 'RecordingError';
  readonly problem: RecordingProblem;
  /** The line of the file, counted from 1; undefined where the file as a whole is wrong. */
  readonly line: number | undefined;

  constructor(problem: RecordingProblem, line?: number) {
    super(problem.kind);
    this.problem = problem;
    this.line = line;
  }

  /** This error at a line of the file. */
  atLine(line: number): RecordingError {
    return new RecordingError(this.problem, line);
  }
}

/** Named values as one line, "pid=4711 startTicks=337533"; undefined values are left out. */
export function fieldsLine(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  let line = '';
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) line += `${line === '' ? '' : ' '}${name}=${value}`;
  return line;
}

/**
 * The values of a line that `fieldsLine` wrote. Every getter throws a `RecordingError` for a value that is missing
 * or of another form.
 */
export class Fields {
  readonly #line: string;

  constructor(line: string) {
    this.#line = ` ${line} `;
  }

  has(name: string): boolean {
    return this.#valueOf(name) !== undefined;
  }

  word(name: string): string {
    const value = this.#valueOf(name);
    if (value === undefined) throw new RecordingError({kind: 'missing-field', name});
    return value;
  }

  #valueOf(name: string): string | undefined {
    const at = this.#line.indexOf(` ${name}=`);
    if (at === -1) return undefined;
    const start = at + name.length + 2;
    return this.#line.slice(start, this.#line.indexOf(' ', start));
  }

  number(name: string): number {
    const word = this.word(name);
    const value = Number(word);
    if (word === '' || !Number.isFinite(value)) throw wrong(name, word, 'number');
    return value;
  }

  /** The number of an inode, in decimal. */
  inode(name: string): InodeNumber {
    const word = this.word(name);
    if (!/^\d+$/.test(word)) throw wrong(name, word, 'number');
    return inodeNumber(BigInt(word));
  }

  /** Pids with commas between them; the list may be empty. */
  pids(name: string): number[] {
    const word = this.word(name);
    if (!/^(?:\d+(?:,\d+)*)?$/.test(word)) throw wrong(name, word, 'pids');
    return word === '' ? [] : word.split(',').map(Number);
  }

  /** A number that is written in hexadecimal, such as an address. */
  bigint(name: string): bigint {
    const word = this.word(name);
    if (!/^0x[0-9a-f]+$/.test(word)) throw wrong(name, word, 'hexadecimal');
    return BigInt(word);
  }

  /** A time that is written as ISO 8601, in milliseconds since the epoch. */
  time(name: string): number {
    const word = this.word(name);
    const value = Date.parse(word);
    if (Number.isNaN(value)) throw wrong(name, word, 'time');
    return value;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const word = this.word(name);
    const value = allowed.find(candidate => candidate === word);
    if (value === undefined) throw wrong(name, word, allowed);
    return value;
  }
}

function wrong(name: string, word: string, wanted: FieldForm): RecordingError {
  return new RecordingError({kind: 'wrong-field', name, word, wanted});
}
