import {found, type Read, unreadable} from '../read.ts';
import {bodyBytes} from '../recording/bytes.ts';
import {RecordingError} from '../recording/fields.ts';
import type {Kind} from '../recording/kinds.ts';
import {KNOWN_VERSIONS, LAST_LINE, MAGIC, VERSION} from '../recording/sections.ts';
import {lineAt, lineFrom} from './lines.ts';
import {SectionIndex} from './section-index.ts';
import {SectionPlaces} from './section-places.ts';
import {scanSections} from './section-scan.ts';

const [NEWLINE, COLON, BAR] = [0x0a, 0x3a, 0x7c];

/**
 * The text of a recording, as bytes: where its sections are is known, and what they say is read when it is asked for. Throws a
 * `RecordingError` that names the line where the text has not the form that `formatSections` gives.
 */
export class RecordedText {
  readonly #bytes: Buffer;
  readonly #places: SectionPlaces;
  readonly #index: SectionIndex;

  /** @param bytes less than 2 GiB, with a newline behind the last line, whether that has one or not */
  constructor(bytes: Buffer) {
    requireFirstLine(bytes);
    this.#bytes = bytes;
    this.#places = new SectionPlaces(bytes);
    let [end, wrong]: [number | undefined, unknown] = [undefined, undefined];
    try {
      end = scanSections(bytes, this.#places);
    } catch (error) {
      wrong = error;
      end = bytes.indexOf(`\n${LAST_LINE}\n`) + 1 || undefined;
    }
    // Where a recording was cut off, its last line may be wrong: that it was is what there is to say.
    requireEnd(bytes, end);
    if (wrong !== undefined) throw wrong;
    this.#index = new SectionIndex(bytes, this.#places);
  }

  /** The number of the section about a question; undefined where there is none. */
  find(kind: Kind, name: string): number | undefined {
    return this.#index.find(kind, name);
  }

  /** The numbers of the sections of these kinds, in their order. */
  ofKinds(kinds: readonly Kind[]): readonly number[] {
    return this.#places.ofKinds(kinds);
  }

  /** The section that has the answer: another one, where a section names it. */
  answering(section: number): number {
    return this.#places.answering(section);
  }

  kind(section: number): Kind {
    return this.#places.kind(section);
  }

  name(section: number): string {
    return this.#places.name(section);
  }

  /** The line of the heading, counted from 1. */
  line(section: number): number {
    return lineAt(this.#bytes, this.#places.nameEnd(section));
  }

  /** The body of a section that names no other, as it stands there; empty under an errno. */
  body(section: number): string {
    const start = this.#places.nameEnd(section) + 1;
    return this.#bytes.toString('latin1', start, this.#places.bodyEnd(section));
  }

  /** What a section says. Its bytes may be a part of the recording. */
  answer(section: number): Read<Buffer> {
    const answering = this.#places.answering(section);
    const nameEnd = this.#places.nameEnd(answering);
    if (this.#bytes[nameEnd] === COLON) return unreadable(lineFrom(this.#bytes, nameEnd + ': '.length));
    const start = nameEnd + 1;
    const end = this.#places.bodyEnd(answering);
    // Most bodies are a line that stands for itself.
    if (this.#places.hasEscape(answering) || this.#bytes.indexOf(NEWLINE, start) !== end - 1)
      return found(bodyBytes(this.#bytes, start, end));
    return found(this.#bytes.subarray(start + 1, this.#bytes[start] === BAR ? end : end - 1));
  }

  /** Whether anything in the body of a section is escaped. */
  hasEscape(section: number): boolean {
    return this.#places.hasEscape(section);
  }
}

/** Throws a `RecordingError` where bytes don't begin with the first line of a recording that this procdoc reads. */
export function requireFirstLine(bytes: Buffer): void {
  const line = lineFrom(bytes, 0);
  if (KNOWN_VERSIONS.some(version => line === `${MAGIC} ${version}`)) return;
  const version = line.startsWith(`${MAGIC} `) ? line.slice(MAGIC.length + 1) : undefined;
  throw new RecordingError(
    version === undefined
      ? {kind: 'not-a-recording', firstLine: `${MAGIC} ${VERSION}`}
      : {kind: 'other-version', version, known: VERSION},
    1,
  );
}

/** @param end where the last line begins; undefined: nowhere */
function requireEnd(bytes: Buffer, end: number | undefined): void {
  if (end === undefined) throw new RecordingError({kind: 'cut-off', lines: lineAt(bytes, bytes.length - 1)});
  let after = end + LAST_LINE.length;
  while (bytes[after] === NEWLINE) after += 1;
  if (after < bytes.length)
    throw new RecordingError({kind: 'text-after-end', lastLine: LAST_LINE}, lineAt(bytes, after));
}
