import {found, type Read, unreadable} from '../read.ts';
import {bodyBytes} from '../recording/bytes.ts';
import {RecordingError} from '../recording/fields.ts';
import type {Kind} from '../recording/kinds.ts';
import {KNOWN_VERSIONS, LAST_LINE, MAGIC, VERSION} from '../recording/sections.ts';
import {FirstSections} from './first-sections.ts';
import {lineAt, lineFrom} from './lines.ts';
import {readContents} from './read-contents.ts';
import {SectionFinder} from './section-finder.ts';
import {SectionPlaces} from './section-places.ts';
import {scanSections} from './section-scan.ts';
import {UnreadParts} from './unread-parts.ts';

const [NEWLINE, BLANK, COLON, BAR] = [0x0a, 0x20, 0x3a, 0x7c];

/** There is room for as many sections as recordings have in so many bytes: few have to be copied to a larger array. */
const BYTES_PER_SECTION = 64;
const FEWEST_SECTIONS = 1024;

/**
 * The text of a recording, as bytes: what a section says is read when it is asked for. Throws a `RecordingError` that names the
 * line where the text has not the form that `formatSections` gives: at once, unless a checksum says that it is as it was
 * written, else when it comes there.
 */
export class RecordedText {
  /** Whether a checksum says that it is as it was written. */
  readonly isSealed: boolean;
  readonly #bytes: Buffer;
  readonly #places: SectionPlaces;
  readonly #finder: SectionFinder;
  /** Undefined where it isn't sealed. */
  readonly #first: FirstSections | undefined;
  /** By the file, what the section of the process before named, and its answer: mostly, that of the next one names it, too. */
  readonly #named = new Map<string, {readonly reference: string; readonly answer: Read<Buffer>}>();

  /** @param bytes less than 2 GiB, with a newline behind the last line, whether that has one or not */
  constructor(bytes: Buffer) {
    requireFirstLine(bytes);
    this.#bytes = bytes;
    const contents = readContents(bytes);
    this.isSealed = contents !== undefined;
    const room =
      FEWEST_SECTIONS + (contents ? contents.pids.length : Math.ceil(bytes.length / BYTES_PER_SECTION));
    this.#places = new SectionPlaces(bytes, room);
    const start = bytes.indexOf(NEWLINE) + 1;
    if (!contents) scanAll(bytes, start, this.#places);
    const unread = contents && new UnreadParts(bytes, this.#places, contents, start);
    this.#first = unread && new FirstSections(bytes, unread);
    this.#finder = new SectionFinder(bytes, this.#places, unread);
  }

  /** The number of the section about a question; undefined where there is none. */
  find(kind: Kind, name: string): number | undefined {
    return this.#finder.find(kind, name);
  }

  /** The numbers of the sections of these kinds that were gone through: unless it is sealed, all, in their order. */
  ofKinds(kinds: readonly Kind[]): readonly number[] {
    return this.#places.ofKinds(kinds);
  }

  /** What stands behind the kind in the headings that have this text there. */
  *headingsWith(kind: Kind, text: string): Generator<string> {
    const beginning = `${kind} `;
    for (let at = this.#bytes.indexOf(text); at !== -1; at = this.#bytes.indexOf(text, at + 1)) {
      const line = lineFrom(this.#bytes, this.#bytes.lastIndexOf(NEWLINE, at) + 1);
      if (line.startsWith(beginning)) yield line.slice(beginning.length);
    }
  }

  /** The section that has the answer: another one, where a section names it. */
  answering(section: number): number {
    return this.#finder.answering(section);
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
    const answering = this.#finder.answering(section);
    const nameEnd = this.#places.nameEnd(answering);
    const end = this.#places.bodyEnd(answering);
    const isPlainLine =
      !this.#places.hasEscape(answering) && this.#bytes.indexOf(NEWLINE, nameEnd + 1) === end - 1;
    return this.#answerBehind(nameEnd, end, isPlainLine);
  }

  /** The answer to a question, as bytes that may be a part of the recording; undefined where it was not asked. */
  read(kind: Kind, name: string): Read<Buffer> | undefined {
    const first = this.#first?.find(kind, name);
    if (!first) return this.#readNumbered(kind, name);
    const {nameEnd, end, isPlainLine} = first;
    if (this.#bytes[nameEnd] !== BLANK) return this.#answerBehind(nameEnd, end, isPlainLine);
    const reference = this.#bytes.toString('latin1', nameEnd, end);
    const file = `${kind} ${name.slice(name.indexOf('/'))}`;
    const named = this.#named.get(file);
    if (named?.reference === reference) return named.answer;
    const answer = this.#readNumbered(kind, name);
    if (answer) this.#named.set(file, {reference, answer});
    return answer;
  }

  /**
   * The lines of an answer from the one that begins with `first` to the one before that which begins with `behind`; undefined
   * where they aren't found without reading all.
   */
  lines(kind: Kind, name: string, first: string, behind: string): Read<Buffer> | undefined {
    const lines = this.#first?.findLines(kind, name, first, behind);
    return lines && found(bodyBytes(this.#bytes, lines.start, lines.end));
  }

  /** The lines of an answer that begin with one of these; undefined where it isn't sealed, or is none. */
  linesOf(section: number, beginnings: readonly string[]): Buffer | undefined {
    const nameEnd = this.#places.nameEnd(section);
    if (!this.isSealed || this.#bytes[nameEnd] !== NEWLINE) return undefined;
    const body = this.#bytes.subarray(nameEnd, this.#places.bodyEnd(section));
    const lines = beginnings.flatMap(beginning => {
      const at = body.indexOf(`\n|${beginning}`);
      return at === -1 ? [] : bodyBytes(body, at + 1, body.indexOf(NEWLINE, at + 1) + 1);
    });
    return Buffer.concat(lines);
  }

  #readNumbered(kind: Kind, name: string): Read<Buffer> | undefined {
    const section = this.find(kind, name);
    return section === undefined ? undefined : this.answer(section);
  }

  /**
   * What stands behind a name, in the place of which no other is named.
   * @param isPlainLine whether it is a line that stands for itself, as in most sections
   */
  #answerBehind(nameEnd: number, end: number, isPlainLine: boolean): Read<Buffer> {
    const bytes = this.#bytes;
    if (bytes[nameEnd] === COLON) return unreadable(lineFrom(bytes, nameEnd + ': '.length));
    const start = nameEnd + 1;
    if (!isPlainLine) return found(bodyBytes(bytes, start, end));
    return found(bytes.subarray(start + 1, bytes[start] === BAR ? end : end - 1));
  }

  /** Whether anything in the body of a section is escaped. */
  hasEscape(section: number): boolean {
    return this.#places.hasEscape(section);
  }
}

/** Goes through the whole text. */
function scanAll(bytes: Buffer, start: number, places: SectionPlaces): void {
  let [end, wrong]: [number | undefined, unknown] = [undefined, undefined];
  try {
    end = scanSections(bytes, start, places);
  } catch (error) {
    wrong = error;
    end = bytes.indexOf(`\n${LAST_LINE}\n`) + 1 || undefined;
  }
  // Where a recording was cut off, its last line may be wrong: that it was is what there is to say.
  requireEnd(bytes, end);
  if (wrong !== undefined) throw wrong;
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
