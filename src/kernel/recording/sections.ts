import {found, type Read, unreadable} from '../read.ts';
import {bodyLineBytes, bodyLines, unescapeText} from './bytes.ts';
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
  const head = [`${MAGIC} ${VERSION}`, ...comments.map(comment => `# ${comment}`)];
  // The lines of each section are joined separately: a large machine has millions of lines.
  const texts = sections.map(section => `\n${sectionLines(section).join('\n')}\n`);
  return `${head.join('\n')}\n${texts.join('')}\n${LAST_LINE}\n`;
}

/** Reads what `formatSections` wrote; throws a `RecordingError` that names the line. */
export function parseSections(text: string): PlacedSection[] {
  const lines = text.split('\n');
  requireVersion(lines[0] ?? '');
  const end = lines.indexOf(LAST_LINE);
  if (end === -1) throw new RecordingError({kind: 'cut-off', lines: lines.length});
  const after = lines.findIndex((line, at) => at > end && line !== '');
  if (after !== -1) throw new RecordingError({kind: 'text-after-end', lastLine: LAST_LINE}, after + 1);
  const sections: PlacedSection[] = [];
  for (let at = 1; at < end; ) {
    const line = lines[at] ?? '';
    if (line === '' || line.startsWith('#')) {
      at += 1;
      continue;
    }
    const after = endOfBody(lines, at + 1);
    sections.push(parseSection(line, lines.slice(at + 1, after), at + 1));
    at = after;
  }
  return sections;
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

function endOfBody(lines: readonly string[], start: number): number {
  let at = start;
  while (/^[|>]/.test(lines[at] ?? '')) at += 1;
  return at;
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
  const bytes = body.map((text, index) => requireBytes(text, line + 1 + index));
  const answer = errno === undefined ? found(Buffer.concat(bytes)) : unreadable(errno);
  return {kind, name, answer, line};
}

function requireBytes(text: string, line: number): Buffer {
  const bytes = bodyLineBytes(text);
  if (bytes === undefined) throw new RecordingError({kind: 'wrong-escape'}, line);
  return bytes;
}
