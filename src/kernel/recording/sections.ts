import {found, type Read, unreadable} from '../read.ts';
import {type Block, blocksOf} from './blocks.ts';
import {bodyBytes, bodyLines, isPlain, plainBytes, unescapeText} from './bytes.ts';
import {SharedContents} from './contents.ts';
import {RecordingError} from './fields.ts';

const MAGIC = 'procdoc recording';
const VERSION = '2';
/** Of version 1, no section names another in the place of its answer. */
const KNOWN_VERSIONS = ['1', VERSION];
/** The last line, without which a file that was cut off between two sections would look whole. */
const LAST_LINE = 'end';

/** The kinds of sections of which many have equal answers. */
const ALIKE: ReadonlySet<string> = new Set(['file', 'stat']);

/** One question that was asked, and its answer as bytes. */
export interface Section {
  /** What kind of question: "file", "directory", "link", "stat" … */
  readonly kind: string;
  /** What was asked about, mostly a path, as `escapeWord` writes it. Empty where its kind has one question only. */
  readonly name: string;
  readonly answer: Read<Buffer>;
}

/** A section with the line of the file where it begins. Its bytes are made when they are asked for: most never are. */
export interface PlacedSection extends Section {
  readonly line: number;
}

/**
 * The text of a recording: a first line with the version, the sections, and a last line. A section is a heading,
 * "KIND NAME", followed by ": ERRNO" if an errno was the answer, by " = NAME" if the answer is that of an earlier section of
 * its kind, else with the bytes of the answer below it (see `bodyLines`). Empty lines and lines that begin with # are for
 * the reader.
 */
export function formatSections(sections: readonly Section[], comments: readonly string[] = []): string {
  return [...formatParts(sections, comments)].join('');
}

/** The text of a recording in parts, which are made as they are asked for: as a whole it may be too long for a string. */
export function* formatParts(sections: Iterable<Section>, comments: readonly string[]): Generator<string> {
  const head = [`${MAGIC} ${VERSION}`, ...comments.map(comment => `# ${comment}`)];
  yield `${head.join('\n')}\n`;
  const shared = new SharedContents();
  for (const section of sections) yield `\n${sectionLines(section, shared).join('\n')}\n`;
  yield `\n${LAST_LINE}\n`;
}

/**
 * Reads what `formatSections` wrote, a section at a time; throws a `RecordingError` that names the line.
 * @param pieces of the text, wherever they begin and end
 */
export function* parseSections(pieces: Iterable<string>): Generator<PlacedSection> {
  const placed = new Map<string, PlacedSection>();
  let [count, end] = [0, 0];
  let wrong: unknown;
  for (const block of blocksOf(pieces)) {
    const {heading, body, line, lines} = block;
    count += lines;
    if (end > 0) requireNothing(heading, line);
    else if (line === 1) requireVersion(heading);
    else if (heading === LAST_LINE) end = line;
    if (end > 0 && body !== '') requireNothing(body, line + 1);
    // Where a recording was cut off, its last line may be wrong: that it was is what there is to say.
    if (end > 0 || wrong !== undefined) continue;
    try {
      const section = sectionOf(block, placed);
      if (section && ALIKE.has(section.kind)) placed.set(`${section.kind} ${section.name}`, section);
      if (section) yield section;
    } catch (error) {
      wrong = error;
    }
  }
  if (end === 0) throw new RecordingError({kind: 'cut-off', lines: count});
  if (wrong !== undefined) throw wrong;
}

function requireNothing(text: string, at: number): void {
  if (text !== '') throw new RecordingError({kind: 'text-after-end', lastLine: LAST_LINE}, at);
}

/** The sections before, by kind and name, whose answers later ones may have. */
type Placed = ReadonlyMap<string, PlacedSection>;

/** The section that a block is; undefined for the first line, and for lines that are for the reader. */
function sectionOf({heading, body, line}: Block, placed: Placed): PlacedSection | undefined {
  if (line > 1 && heading !== '' && !heading.startsWith('#'))
    return parseSection(heading, body, line, placed);
  if (body === '') return undefined;
  throw new RecordingError({kind: 'no-heading', text: body.slice(0, body.indexOf('\n'))}, line + 1);
}

function sectionLines({kind, name, answer}: Section, shared: SharedContents): string[] {
  const heading = name === '' ? kind : `${kind} ${name}`;
  if (!answer.ok) return [`${heading}: ${answer.errno}`];
  const first = ALIKE.has(kind) ? shared.firstNameOf(kind, name, answer.value) : undefined;
  return first === undefined ? [heading, ...bodyLines(answer.value)] : [`${heading} = ${first}`];
}

function requireVersion(firstLine: string): void {
  if (KNOWN_VERSIONS.some(version => firstLine === `${MAGIC} ${version}`)) return;
  const version = firstLine.startsWith(`${MAGIC} `) ? firstLine.slice(MAGIC.length + 1) : undefined;
  throw new RecordingError(
    version === undefined
      ? {kind: 'not-a-recording', firstLine: `${MAGIC} ${VERSION}`}
      : {kind: 'other-version', version, known: VERSION},
    1,
  );
}

/** @param line the line of the heading, counted from 1 */
function parseSection(heading: string, body: string, line: number, placed: Placed): PlacedSection {
  const {kind, name, errno, like} = headingOf(heading, line);
  const same = like !== undefined && body === '' ? placed.get(`${kind} ${like}`) : undefined;
  if (like !== undefined && !same) throw new RecordingError({kind: 'no-such-content', name: like}, line);
  if (errno !== undefined && body !== '') throw new RecordingError({kind: 'errno-and-answer', errno}, line);
  if (errno !== undefined) return {kind, name, answer: unreadable(errno), line};
  // Of a body with an escape it isn't known before whether it is one.
  return new BodySection(kind, name, line, same ?? (isPlain(body) ? body : bytesOf(body, line)));
}

/** A section whose body is made to bytes when it is asked for, or that has the answer of another one. */
class BodySection implements PlacedSection {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  #body: string | Buffer | PlacedSection;

  constructor(kind: string, name: string, line: number, body: string | Buffer | PlacedSection) {
    this.kind = kind;
    this.name = name;
    this.line = line;
    this.#body = body;
  }

  get answer(): Read<Buffer> {
    const body = typeof this.#body === 'string' ? plainBytes(this.#body) : this.#body;
    this.#body = body;
    return 'answer' in body ? body.answer : found(body);
  }
}

/** What a heading says, of which the kind alone is always there. */
interface Heading {
  readonly kind: string;
  readonly name: string;
  readonly errno: string | undefined;
  readonly like: string | undefined;
}

/** The words of "KIND NAME: ERRNO", or "KIND NAME = NAME"; a name has no blanks. */
function headingOf(text: string, line: number): Heading {
  const colon = text.indexOf(': ');
  const errno = colon === -1 ? undefined : text.slice(colon + 2);
  const equals = colon === -1 ? text.indexOf(' = ') : -1;
  const like = equals === -1 ? undefined : text.slice(equals + 3);
  const words = text.slice(0, Math.max(colon, equals) === -1 ? undefined : Math.max(colon, equals));
  const blank = words.indexOf(' ');
  const kind = blank === -1 ? words : words.slice(0, blank);
  const name = blank === -1 ? '' : words.slice(blank + 1);
  const isNamed = blank === -1 || /^[!-~]+$/.test(name);
  const isRight = isNamed && /^[a-z-]+$/.test(kind) && (errno === undefined || /^E[A-Z0-9]+$/.test(errno));
  if (isRight && (!name.includes('\\') || unescapeText(name) !== undefined)) return {kind, name, errno, like};
  throw new RecordingError({kind: 'no-heading', text}, line);
}

function bytesOf(body: string, heading: number): Buffer {
  const bytes = bodyBytes(body);
  if (typeof bytes !== 'number') return bytes;
  throw new RecordingError({kind: 'wrong-escape'}, heading + 1 + bytes);
}
