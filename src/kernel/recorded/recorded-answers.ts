import {mapRead, type Read} from '../read.ts';
import {RecordingError} from '../recording/fields.ts';
import {type AnswerOf, codecs, type Kind} from '../recording/kinds.ts';
import type {Codec} from '../recording/line-codec.ts';
import {RecordedText} from './recorded-text.ts';

/** The kinds whose answers have a form of their own. */
const formedKinds = (Object.keys(codecs) as Kind[]).filter(kind => !codecOf(kind).isPlain);

/**
 * The answers that a recording has. Throws a `RecordingError` that names the line where one hasn't the form of its kind, whether
 * it will be asked for or not.
 */
export class RecordedAnswers {
  readonly #text: RecordedText;
  /** By the numbers of their sections: thousands of descriptors have one stat in common. */
  readonly #decoded = new Map<number, Read<unknown>>();

  /** @param bytes see `RecordedText` */
  constructor(bytes: Buffer) {
    this.#text = new RecordedText(bytes);
    for (const section of this.#text.ofKinds(formedKinds)) this.#requireForm(section);
  }

  /** The answer to a question; undefined where it was not asked. */
  get<K extends Kind>(kind: K, name = ''): Read<AnswerOf<K>> | undefined {
    const section = this.#text.find(kind, name);
    return section === undefined ? undefined : (this.#answer(kind, section) as Read<AnswerOf<K>>);
  }

  /** The names of what was asked about by questions of a kind. */
  *names(kind: Kind): Generator<string> {
    for (const section of this.#text.ofKinds([kind])) yield this.#text.name(section);
  }

  #answer(kind: Kind, section: number): Read<unknown> {
    const codec = codecOf(kind);
    if (codec.isPlain) return this.#text.answer(section);
    const answering = this.#text.answering(section);
    const known = this.#decoded.get(answering);
    if (known) return known;
    const answer = mapRead(this.#text.answer(answering), bytes => codec.decode(bytes));
    // Nobody asks twice for one of thousands of directories.
    if (kind !== 'directory') this.#decoded.set(answering, answer);
    return answer;
  }

  #isDoubtful(section: number): boolean {
    const {doubtful} = codecOf(this.#text.kind(section));
    if (doubtful === 'escaped') return this.#text.hasEscape(section);
    return !doubtful || doubtful.test(this.#text.body(section));
  }

  #requireForm(section: number): void {
    if (this.#text.answering(section) !== section) return;
    if (!this.#isDoubtful(section)) return;
    try {
      this.#answer(this.#text.kind(section), section);
    } catch (error) {
      throw error instanceof RecordingError ? error.atLine(this.#text.line(section)) : error;
    }
  }
}

function codecOf(kind: Kind): Codec<unknown> {
  return codecs[kind] as Codec<unknown>;
}
