import {found, mapRead, type Read} from '../read.ts';
import {RecordingError} from '../recording/fields.ts';
import {type AnswerOf, codecs, type Kind} from '../recording/kinds.ts';
import type {Codec} from '../recording/line-codec.ts';
import {RecordedText} from './recorded-text.ts';

/** A binding of this module: a look at that of another one is a call in the bundle. */
const codecOf: Readonly<Record<Kind, Codec<unknown>>> = codecs;

/** The kinds whose answers have a form of their own. */
const formedKinds = (Object.keys(codecs) as Kind[]).filter(kind => !codecOf[kind].isPlain);

/** Each line is looked for on its own. */
const FEW_LINES = 16;

/** What is thrown in the place of a `RecordingError`. */
export type Refusal = (error: RecordingError) => Error;

/**
 * The answers that a recording has. Throws a `RecordingError` that names the line where one hasn't the form of its kind: unless
 * the text is sealed, whether it will be asked for or not.
 */
export class RecordedAnswers {
  readonly #text: RecordedText;
  /** By the numbers of their sections: thousands of descriptors have one stat in common. */
  readonly #decoded = new Map<number, Read<unknown>>();

  readonly #refusal: Refusal;

  /**
   * @param bytes see `RecordedText`
   * @param refusal for what is wrong about an answer that is asked for
   */
  constructor(bytes: Buffer, refusal: Refusal) {
    this.#text = new RecordedText(bytes);
    this.#refusal = refusal;
    if (!this.#text.isSealed)
      for (const section of this.#text.ofKinds(formedKinds)) this.#requireForm(section);
  }

  /** The answer to a question; undefined where it was not asked. */
  get<K extends Kind>(kind: K, name = ''): Read<AnswerOf<K>> | undefined {
    try {
      if (codecOf[kind].isPlain) return this.#text.read(kind, name) as Read<AnswerOf<K>> | undefined;
      const section = this.#text.find(kind, name);
      return section === undefined ? undefined : (this.#answer(kind, section) as Read<AnswerOf<K>>);
    } catch (error) {
      throw error instanceof RecordingError ? this.#refusal(error) : error;
    }
  }

  /**
   * As `get`, of those lines only that begin with one of these, the first of each; undefined also where it isn't quicker to
   * look for these than to take all.
   */
  among<K extends Kind>(kind: K, name: string, beginnings: readonly string[]): Read<AnswerOf<K>> | undefined {
    if (beginnings.length > FEW_LINES) return undefined;
    try {
      const section = this.#text.find(kind, name);
      const bytes = section === undefined ? undefined : this.#text.linesOf(section, beginnings);
      return section === undefined || bytes === undefined
        ? undefined
        : found(this.#decode(codecOf[kind], bytes, section) as AnswerOf<K>);
    } catch (error) {
      throw error instanceof RecordingError ? this.#refusal(error) : error;
    }
  }

  /** Some lines of a file: see `RecordedText.lines`. */
  lines(name: string, first: string, behind: string): Read<Buffer> | undefined {
    return this.#text.lines('file', name, first, behind);
  }

  /** Whether it is as procdoc wrote it. */
  get isSealed(): boolean {
    return this.#text.isSealed;
  }

  /** What stands behind the kind in the headings that have this text there. */
  headingsWith(kind: Kind, text: string): Iterable<string> {
    return this.#text.headingsWith(kind, text);
  }

  #answer(kind: Kind, section: number): Read<unknown> {
    const codec = codecOf[kind];
    const answering = this.#text.answering(section);
    const known = this.#decoded.get(answering);
    if (known) return known;
    const answer = mapRead(this.#text.answer(answering), bytes => this.#decode(codec, bytes, answering));
    // Nobody asks twice for one of thousands of directories.
    if (kind !== 'directory') this.#decoded.set(answering, answer);
    return answer;
  }

  #isDoubtful(section: number): boolean {
    const {doubtful} = codecOf[this.#text.kind(section)];
    if (doubtful === 'escaped') return this.#text.hasEscape(section);
    return !doubtful || doubtful.test(this.#text.body(section));
  }

  #decode(codec: Codec<unknown>, bytes: Buffer, section: number): unknown {
    try {
      return codec.decode(bytes);
    } catch (error) {
      throw error instanceof RecordingError ? error.atLine(this.#text.line(section)) : error;
    }
  }

  #requireForm(section: number): void {
    if (this.#text.answering(section) !== section) return;
    if (this.#isDoubtful(section)) this.#answer(this.#text.kind(section), section);
  }
}
