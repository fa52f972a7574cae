import {mapRead, type Read} from '../read.ts';
import {RecordingError} from './fields.ts';
import type {Codec} from './line-codec.ts';
import type {PlacedSection, Section} from './sections.ts';

/**
 * The answers to one kind of question, by the name of what was asked about; "" where the kind has one question
 * only.
 */
export class Table<T> {
  /** The first word in the headings of its sections. */
  readonly kind: string;
  readonly #codec: Codec<T>;
  readonly #answers = new Map<string, Read<T>>();

  constructor(kind: string, codec: Codec<T>) {
    this.kind = kind;
    this.#codec = codec;
  }

  /** Notes an answer; the last answer to a question counts. */
  note(name: string, answer: Read<T>): void {
    this.#answers.set(name, answer);
  }

  /** The answer to a question; undefined where the question was not asked. */
  get(name = ''): Read<T> | undefined {
    return this.#answers.get(name);
  }

  /** The names of what was asked about. */
  names(): Iterable<string> {
    return this.#answers.keys();
  }

  sections(): Section[] {
    return Array.from(this.#answers, ([name, answer]) => ({
      kind: this.kind,
      name,
      answer: mapRead(answer, value => this.#codec.encode(value)),
    }));
  }

  /** Adds a section that `sections` gave; throws a `RecordingError` that names its line. */
  add({name, answer, line}: PlacedSection): void {
    if (this.#answers.has(name))
      throw new RecordingError({kind: 'section-twice', section: this.kind, name}, line);
    try {
      this.note(
        name,
        mapRead(answer, bytes => this.#codec.decode(bytes)),
      );
    } catch (error) {
      throw error instanceof RecordingError ? error.atLine(line) : error;
    }
  }
}
