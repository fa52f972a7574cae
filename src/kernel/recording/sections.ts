import type {Read} from '../read.ts';
import {bodyLines} from './bytes.ts';
import {SharedContents} from './contents.ts';
import {alikeKinds} from './kinds.ts';

/** What the first line says before the version. */
export const MAGIC = 'procdoc recording';
export const VERSION = '2';
/** Of version 1, no section names another in the place of its answer. */
export const KNOWN_VERSIONS: readonly string[] = ['1', VERSION];
/** The last line, without which a file that was cut off between two sections would look whole. */
export const LAST_LINE = 'end';

/** One question that was asked, and its answer as bytes. */
export interface Section {
  /** What kind of question: "file", "directory", "link", "stat" … */
  readonly kind: string;
  /** What was asked about, mostly a path, as `escapeWord` writes it. Empty where its kind has one question only. */
  readonly name: string;
  readonly answer: Read<Buffer>;
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

function sectionLines({kind, name, answer}: Section, shared: SharedContents): string[] {
  const heading = name === '' ? kind : `${kind} ${name}`;
  if (!answer.ok) return [`${heading}: ${answer.errno}`];
  const first = alikeKinds.has(kind) ? shared.firstNameOf(kind, name, answer.value) : undefined;
  return first === undefined ? [heading, ...bodyLines(answer.value)] : [`${heading} = ${first}`];
}
