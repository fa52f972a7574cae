import {type Errno, found, mapRead, type Read, unreadable} from '../read.ts';
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
  /** Sections whose answers nobody has asked for yet: see `Codec.isPlain`. */
  readonly #unread = new Map<string, PlacedSection>();
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
   * kept as a string of latin1, which is smaller than a value, and once for all answers that are equal. `get` has none of these.
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

  /** The answer to a question; undefined where the question was not asked. */
  get(name = ''): Read<T> | undefined {
    const unread = this.#unread.get(name);
    if (!unread) return this.#answers.get(name);
    this.#unread.delete(name);
    const answer = mapRead(unread.answer, bytes => this.#codec.decode(bytes));
    this.#answers.set(name, answer);
    return answer;
  }

  /** The names of what was asked about. */
  names(): Iterable<string> {
    return [...this.#unread.keys(), ...this.#answers.keys(), ...this.#kept.keys()];
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
    const answer = this.get(name) ?? unreadable('ENOENT');
    return {kind: this.kind, name, answer: mapRead(answer, value => this.#codec.encode(value))};
  }

  /** Adds a section that `section` gave; throws a `RecordingError` that names its line. */
  add(section: PlacedSection): void {
    const {name, line} = section;
    if (this.#answers.has(name) || this.#unread.has(name))
      throw new RecordingError({kind: 'section-twice', section: this.kind, name}, line);
    if (this.#codec.isPlain) {
      this.#unread.set(name, section);
      return;
    }
    try {
      this.note(
        name,
        mapRead(section.answer, bytes => this.#codec.decode(bytes)),
      );
    } catch (error) {
      throw error instanceof RecordingError ? error.atLine(line) : error;
    }
  }
}
