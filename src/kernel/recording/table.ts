import {mapRead, type Read} from '../read.ts';
import type {Codec} from './line-codec.ts';
import type {WrittenSection} from './sections.ts';

/**
 * The answers to one kind of question, by the name of what was asked about; "" where the kind has one question
 * only.
 */
export class Table<T> {
  /** The first word in the headings of its sections. */
  readonly kind: string;
  readonly codec: Codec<T>;
  readonly #answers = new Map<string, Read<T>>();

  constructor(kind: string, codec: Codec<T>) {
    this.kind = kind;
    this.codec = codec;
  }

  /** Notes an answer; the last answer to a question counts. */
  note(name: string, answer: Read<T>): void {
    this.#answers.set(name, answer);
  }

  /** The sections about what was asked about. */
  sections(): WrittenSection[] {
    return Array.from(this.#answers, ([name, answer]) => ({
      kind: this.kind,
      name,
      answer: mapRead(answer, value => this.codec.encode(value).toString('latin1')),
    }));
  }
}
