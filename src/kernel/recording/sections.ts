import {found, type Read, unreadable} from '../read.ts';
import {bodyLineBytes, bodyLines, plainBody, unescapeText} from './bytes.ts';
import {RecordingError} from './fields.ts';

const MAGIC = 'procdoc recording';
const VERSION = '1';
/** The last line, without which a file that was cut off between two sections would look whole. */
const LAST_LINE = 'end';

/** One question that was asked, and its answer as bytes. */
export interface Section {
  /** What kind of question: "file", "directory", "link", "stat" … */
  readonly kind: string;
  /** What was asked about, mostly a path, as `escapeWord` writes it. Empty where its kind has one question only. */
  readonly name: string;
  readonly answer: Read<Buffer>;
}

/** A section with the line of the file where it begins. */
export interface PlacedSection extends Section {
  readonly line: number;
}

/**
 * The text of a recording: a first line with the version, the sections, and a last line. A section is a heading,
 * "KIND NAME", followed by ": ERRNO" if an errno was the answer, else with the bytes of the answer below it (see
 * `bodyLines`). Empty lines and lines that begin with # are for the reader.
 */
export function formatSections(sections: readonly Section[], comments: readonly string[] = []): string {
  return formatParts(sections, comments).join('');
}

/** The text of a recording in parts, as it may be too long for a string. */
export function formatParts(sections: readonly Section[], comments: readonly string[]): string[] {
  const head = [`${MAGIC} ${VERSION}`, ...comments.map(comment => `# ${comment}`)];
  const texts = sections.map(section => `\n${sectionLines(section).join('\n')}\n`);
  return [`${head.join('\n')}\n`, ...texts, `\n${LAST_LINE}\n`];
}

/**
 * Reads what `formatSections` wrote, a section at a time; throws a `RecordingError` that names the line.
 * @param lines without their newlines; the last one is empty, as `split('\n')` has it
 */
export function* parseSections(lines: Iterable<string>): Generator<PlacedSection> {
  const reader = new SectionReader();
  let [count, end] = [0, 0];
  let wrong: unknown;
  for (const line of lines) {
    count += 1;
    if (count === 1) requireVersion(line);
    else if (end > 0) requireNothing(line, count);
    else if (line === LAST_LINE) end = count;
    // Where a recording was cut off, its last line may be wrong: that it was is what there is to say.
    if (count === 1 || end > 0 || wrong !== undefined) continue;
    try {
      const section = reader.take(line, count);
      if (section) yield section;
    } catch (error) {
      wrong = error;
    }
  }
  if (count === 0) requireVersion('');
  if (end === 0) throw new RecordingError({kind: 'cut-off', lines: count});
  if (wrong !== undefined) throw wrong;
  const last = reader.last();
  if (last) yield last;
}

function requireNothing(line: string, at: number): void {
  if (line !== '') throw new RecordingError({kind: 'text-after-end', lastLine: LAST_LINE}, at);
}

/** Puts sections together, line by line. */
class SectionReader {
  #open: {readonly heading: string; readonly line: number; readonly body: string[]} | undefined;

  /** The section that is complete now that this line was read; undefined where none is. */
  take(line: string, at: number): PlacedSection | undefined {
    if (this.#open && (line.startsWith('|') || line.startsWith('>'))) {
      this.#open.body.push(line);
      return undefined;
    }
    const complete = this.last();
    const isForReader = line === '' || line.startsWith('#');
    this.#open = isForReader ? undefined : {heading: line, line: at, body: []};
    return complete;
  }

  last(): PlacedSection | undefined {
    return this.#open && parseSection(this.#open.heading, this.#open.body, this.#open.line);
  }
}

function sectionLines({kind, name, answer}: Section): string[] {
  const heading = name === '' ? kind : `${kind} ${name}`;
  return answer.ok ? [heading, ...bodyLines(answer.value)] : [`${heading}: ${answer.errno}`];
}

function requireVersion(firstLine: string): void {
  const expected = `${MAGIC} ${VERSION}`;
  if (firstLine === expected) return;
  const version = firstLine.startsWith(`${MAGIC} `) ? firstLine.slice(MAGIC.length + 1) : undefined;
  throw new RecordingError(
    version === undefined
      ? {kind: 'not-a-recording', firstLine: expected}
      : {kind: 'other-version', version, known: VERSION},
    1,
  );
}

/** @param line the line of the heading, counted from 1 */
function parseSection(heading: string, body: readonly string[], line: number): PlacedSection {
  const {
    kind,
    name = '',
    errno,
  } = /^(?<kind>[a-z-]+)(?: (?<name>\S+?))?(?:: (?<errno>E[A-Z0-9]+))?$/.exec(heading)?.groups ?? {};
  if (kind === undefined || unescapeText(name) === undefined)
    throw new RecordingError({kind: 'no-heading', text: heading}, line);
  if (errno !== undefined && body.length > 0)
    throw new RecordingError({kind: 'errno-and-answer', errno}, line);
  const answer = errno === undefined ? found(bytesOf(body, line)) : unreadable(errno);
  return {kind, name, answer, line};
}

/** Of most bodies no line has an escape, and all are read at once. */
function bytesOf(body: readonly string[], heading: number): Buffer {
  const plain = plainBody(body);
  if (plain !== undefined) return plain;
  return Buffer.concat(
    body.map((text, at) => {
      const bytes = bodyLineBytes(text);
      if (bytes === undefined) throw new RecordingError({kind: 'wrong-escape'}, heading + 1 + at);
      return bytes;
    }),
  );
}
