import {mapRead, type Read} from '../read.ts';
import {bodyOf} from './bytes.ts';
import {Contents} from './contents.ts';
import {alikeKinds} from './kinds.ts';

/** What the first line says before the version. */
export const MAGIC = 'procdoc recording';
export const VERSION = '2';
/** Of version 1, no section names another in the place of its answer. */
export const KNOWN_VERSIONS: readonly string[] = ['1', VERSION];
/** The last line, without which a file that was cut off between two sections would look whole. */
export const LAST_LINE = 'end';

/** A heading that names another section takes as much room as so many bytes: an answer of fewer is written out. */
export const NAMED_FROM = 32;

/** One question that was asked, and its answer as bytes. */
export interface Section {
  /** What kind of question: "file", "directory", "link", "stat" … */
  readonly kind: string;
  /** What was asked about, mostly a path, as `escapeWord` writes it. Empty where its kind has one question only. */
  readonly name: string;
  readonly answer: Read<Buffer>;
}

/** A section as it is written: the bytes of its answer as latin1. */
export interface WrittenSection extends Omit<Section, 'answer'> {
  readonly answer: Read<string>;
  /** The name of an earlier section of its kind that has the same answer, which is to be named in its place. */
  readonly sameAs?: string | undefined;
}

/** Sections that stand together in a recording. */
export interface SectionGroup {
  /** The pid that all of them are about; undefined: about the machine. */
  readonly number?: string;
  readonly sections: readonly WrittenSection[];
}

/**
 * The text of a recording: a first line with the version, the sections, and a last line. A section is a heading,
 * "KIND NAME", followed by ": ERRNO" if an errno was the answer, by " = NAME" if the answer is that of an earlier section of
 * its kind, else with the bytes of the answer below it (see `bodyOf`). Empty lines and lines that begin with # are
 * comments.
 */
export function formatSections(sections: readonly Section[], comments: readonly string[] = []): string {
  const firsts = new Map<string, string>();
  const written = sections.map(({kind, name, answer}): WrittenSection => {
    const text = mapRead(answer, bytes => bytes.toString('latin1'));
    if (!alikeKinds.has(kind) || !text.ok || text.value.length < NAMED_FROM)
      return {kind, name, answer: text};
    const key = `${kind} ${text.value}`;
    const sameAs = firsts.get(key);
    if (sameAs === undefined) firsts.set(key, name);
    return {kind, name, answer: text, sameAs};
  });
  return [...formatParts([{sections: written}], comments, false)].join('');
}

/**
 * The text of a recording in parts, which are made as they are asked for: as a whole it may be too long for a string.
 * @param groups sections, some for each part
 * @param isSealed whether contents with a checksum stand before the last line: see `Contents`
 */
export function* formatParts(
  groups: Iterable<SectionGroup>,
  comments: readonly string[],
  isSealed: boolean,
): Generator<string> {
  const contents = new Contents();
  const head = [`${MAGIC} ${VERSION}`, ...comments.map(comment => `# ${comment}`)];
  yield contents.add(`${head.join('\n')}\n`);
  for (const {number, sections} of groups) {
    let part = '';
    for (const section of sections) part += `\n${sectionText(section)}`;
    yield contents.add(part, number);
  }
  yield contents.add('\n');
  if (isSealed) yield* contents.lines();
  yield `${LAST_LINE}\n`;
}

function sectionText({kind, name, answer, sameAs}: WrittenSection): string {
  const heading = name === '' ? kind : `${kind} ${name}`;
  if (sameAs !== undefined) return `${heading} = ${sameAs}\n`;
  return answer.ok ? `${heading}\n${bodyOf(answer.value)}` : `${heading}: ${answer.errno}\n`;
}
