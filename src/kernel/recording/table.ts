import {type Errno, found, mapRead, type Read, unreadable} from '../read.ts';
import type {Codec} from './line-codec.ts';
import type {Section} from './sections.ts';

/**
 * The answers to one kind of question, by the name of what was asked about; "" where the kind has one question
 * only.
 */
export class Table<T> {
  /** The first word in the headings of its sections. */
  readonly kind: string;
  readonly #codec: Codec<T>;
  readonly #answers = new Map<string, Read<T>>();
  /** See `keep`. */
  readonly #kept = new Map<string, string | Read<never>>();
  readonly #texts = new Map<string, string>();
  readonly #failures = new Map<Errno, Read<never>>();

  constructor(kind: string, codec: Codec<T>) {
    this.kind = kind;
    this.#codec = codec;
  }

  /** Notes an answer; the last answer to a question counts. */
  note(name: string, answer: Read<T>): void {
    this.#answers.set(name, answer);
  }

  /**
   * Notes an answer as it will stand in the recording, for the kinds of which there are hundreds of thousands: its bytes are
   * kept as a string of latin1, which is smaller than a value, and once for all answers that are equal.
   */
  keep(name: string, answer: Read<T>): void {
    if (answer.ok) {
      const text = this.#codec.encode(answer.value).toString('latin1');
      const known = this.#texts.get(text) ?? text;
      this.#texts.set(known, known);
      this.#kept.set(name, known);
    } else {
      this.#kept.set(name, this.#failures.get(answer.errno) ?? answer);
      this.#failures.set(answer.errno, answer);
    }
  }

  /** The names of what was asked about. */
  names(): Iterable<string> {
    return [...this.#answers.keys(), ...this.#kept.keys()];
  }

  /** The section about something that was asked about. */
  section(name: string): Section {
    const kept = this.#kept.get(name);
    if (kept !== undefined)
      return {
        kind: this.kind,
        name,
        answer: typeof kept === 'string' ? found(Buffer.from(kept, 'latin1')) : kept,
      };
    const answer = this.#answers.get(name) ?? unreadable('ENOENT');
    return {kind: this.kind, name, answer: mapRead(answer, value => this.#codec.encode(value))};
  }
}
