import {unescapeText} from '../recording/bytes.ts';
import {RecordingError} from '../recording/fields.ts';
import type {RecordingProblem} from '../recording/recording-problem.ts';
import {LAST_LINE} from '../recording/sections.ts';
import {lineAt, lineFrom} from './lines.ts';
import {kindIn, type SectionPlaces} from './section-places.ts';

const [TAB, NEWLINE, BLANK, NUMBER_SIGN, DASH, ZERO, NINE, COLON, EQUALS, GREATER] = [
  0x09, 0x0a, 0x20, 0x23, 0x2d, 0x30, 0x39, 0x3a, 0x3d, 0x3e,
] as const;
const [BIG_A, BIG_E, BIG_Z, BACKSLASH, SMALL_A, SMALL_F, SMALL_X, SMALL_Z, BAR, DELETE] = [
  0x41, 0x45, 0x5a, 0x5c, 0x61, 0x66, 0x78, 0x7a, 0x7c, 0x7f,
] as const;

/** More than this is no answer of a machine, and would be too long for a string. */
const LONGEST_BODY = 256 * 1024 * 1024;

/** In the place of a place, where something has no form. */
const WRONG = 0;

/**
 * Goes through the bytes of a recording from one of its lines on, and adds the sections there. Answers where the last line
 * begins; undefined where there is none. Throws a `RecordingError` for the first line that has no form. What the answers mean
 * is not looked at, nor whether a name is there twice.
 * @param bytes end in a newline
 */
export function scanSections(bytes: Buffer, start: number, places: SectionPlaces): number | undefined {
  for (let at = nextHeading(bytes, start); at < bytes.length; at = nextHeading(bytes, at)) {
    if (isLastLine(bytes, at)) return at;
    at = scanSection(bytes, at, places);
  }
  return undefined;
}

/** Where the next heading begins, or the last line; the end of the bytes where there is none. */
export function nextHeading(bytes: Buffer, start: number): number {
  let at = start;
  for (let byte = bytes[at]; byte === NEWLINE || byte === NUMBER_SIGN; byte = bytes[at])
    at = (byte === NEWLINE ? at : bytes.indexOf(NEWLINE, at)) + 1;
  if (isBodyMark(bytes[at])) throw wrongAt(bytes, at, {kind: 'no-heading', text: lineFrom(bytes, at)});
  return at;
}

/** Adds the section whose heading begins here. Answers where it ends. */
function scanSection(bytes: Buffer, start: number, places: SectionPlaces): number {
  const bodyAt = scanHeading(bytes, start, places);
  return isBodyMark(bytes[bodyAt]) ? scanBody(bytes, bodyAt, places) : bodyAt;
}

/** Says where the body of the last section ends, whose first line begins here; its answer is the same. */
function scanBody(bytes: Buffer, start: number, places: SectionPlaces): number {
  const nameEnd = places.nameEnd(places.count - 1);
  if (bytes[nameEnd] !== NEWLINE) throw strayBody(bytes, nameEnd);
  const end = endOfBody(bytes, start, places);
  if (end - nameEnd > LONGEST_BODY) throw wrongAt(bytes, nameEnd, {kind: 'endless-section'});
  places.endBody(end);
  return end;
}

function isLastLine(bytes: Buffer, at: number): boolean {
  return bytes[at] === LAST_LINE.charCodeAt(0) && lineFrom(bytes, at) === LAST_LINE;
}

/** Adds a section by its heading, "KIND NAME", "KIND NAME: ERRNO" or "KIND NAME = NAME". Answers where the line below begins. */
export function scanHeading(bytes: Buffer, start: number, places: SectionPlaces): number {
  let kindEnd = start;
  while (isOfKind[bytes[kindEnd] ?? 0] === 1) kindEnd += 1;
  const hasName = bytes[kindEnd] === BLANK;
  const nameAt = hasName ? kindEnd + 1 : kindEnd;
  const wordsEnd = hasName ? endOfName(bytes, nameAt) : bytes[kindEnd] === COLON ? kindEnd + 1 : kindEnd;
  const hasColon = bytes[wordsEnd] === BLANK && bytes[wordsEnd - 1] === COLON;
  // Before " = NAME", the colon is the end of a name.
  const hasErrno = hasColon && bytes[wordsEnd + 1] !== EQUALS;
  const nameEnd = hasErrno ? wordsEnd - 1 : wordsEnd;
  const end = hasErrno ? endOfErrno(bytes, wordsEnd + 1) : endOfReference(bytes, wordsEnd);
  if (kindEnd === start || bytes[end] !== NEWLINE || nameEnd > nameAt !== hasName)
    throw wrongAt(bytes, start, {kind: 'no-heading', text: lineFrom(bytes, start)});
  const kind = kindIn(bytes, start, kindEnd);
  if (kind === undefined) {
    const section = bytes.toString('latin1', start, kindEnd);
    throw wrongAt(bytes, start, {kind: 'unknown-section', section});
  }
  places.add(kind, nameAt, nameEnd, bytes[nameEnd] === BLANK ? end : 0);
  return end + 1;
}

/** Where a name ends: before a blank or the end of the line. */
function endOfName(bytes: Buffer, start: number): number {
  let at = start;
  while (isOfName[bytes[at] ?? 0] === 1) at += 1;
  if (bytes[at] !== BACKSLASH) return at;
  const escaped = at;
  while ((bytes[at] ?? 0) > BLANK) at += 1;
  return unescapeText(bytes.toString('latin1', escaped, at)) === undefined ? WRONG : at;
}

function endOfErrno(bytes: Buffer, start: number): number {
  let at = start;
  if (bytes[at] !== BIG_E) return WRONG;
  do at += 1;
  while (isBetween(bytes[at], BIG_A, BIG_Z) || isBetween(bytes[at], ZERO, NINE));
  return at === start + 1 ? WRONG : at;
}

/** Where " = NAME" ends; here where there is none. */
function endOfReference(bytes: Buffer, at: number): number {
  if (bytes[at] !== BLANK) return at;
  const isOne = bytes[at + 1] === EQUALS && bytes[at + 2] === BLANK && bytes[at + 3] !== NEWLINE;
  return isOne ? endOfName(bytes, at + 3) : WRONG;
}

/** Where the last line of the body of the last section ends, whose first one begins here. */
function endOfBody(bytes: Buffer, start: number, places: SectionPlaces): number {
  let at = start;
  while (isBodyMark(bytes[at])) {
    at += 1;
    for (;;) {
      while (isPlain[bytes[at] ?? 0] === 1) at += 1;
      if (bytes[at] === NEWLINE) break;
      at = endOfEscape(bytes, at);
      places.noteEscape();
    }
    at += 1;
  }
  return at;
}

/** Where `\\`, `\0` or `\xNN` ends. */
function endOfEscape(bytes: Buffer, at: number): number {
  const byte = bytes[at + 1];
  if (bytes[at] === BACKSLASH) {
    if (byte === BACKSLASH || byte === ZERO) return at + 2;
    if (byte === SMALL_X && isHex(bytes[at + 2]) && isHex(bytes[at + 3])) return at + 4;
  }
  throw wrongAt(bytes, at, {kind: 'wrong-escape'});
}

/** What is wrong about a body below a heading that can have none. */
function strayBody(bytes: Buffer, nameEnd: number): RecordingError {
  const problem: RecordingProblem =
    bytes[nameEnd] === COLON
      ? {kind: 'errno-and-answer', errno: lineFrom(bytes, nameEnd + ': '.length)}
      : {kind: 'no-such-content', name: lineFrom(bytes, nameEnd + ' = '.length)};
  return wrongAt(bytes, nameEnd, problem);
}

function wrongAt(bytes: Buffer, at: number, problem: RecordingProblem): RecordingError {
  return new RecordingError(problem, lineAt(bytes, at));
}

/**
 * Whether a byte stands for itself in a body: 1 or 0. With 25 MB of a recording, there is time for one look at a table for each
 * byte.
 */
const isPlain = Uint8Array.from({length: 256}, (_, byte) =>
  byte === TAB || (byte >= BLANK && byte < DELETE && byte !== BACKSLASH) ? 1 : 0,
);

/** Whether a byte stands for itself in a name: 1 or 0. */
const isOfName = isPlain.map((plain, byte) => (byte > BLANK ? plain : 0));

/** Whether a byte stands in the word of a kind: 1 or 0. */
const isOfKind = isPlain.map((_, byte) => (isBetween(byte, SMALL_A, SMALL_Z) || byte === DASH ? 1 : 0));

/** Whether a line that begins so is one of a body. */
export function isBodyMark(byte: number | undefined): boolean {
  return byte === BAR || byte === GREATER;
}

function isHex(byte: number | undefined): boolean {
  return isBetween(byte, ZERO, NINE) || isBetween(byte, SMALL_A, SMALL_F);
}

function isBetween(byte: number | undefined, first: number, last: number): boolean {
  return byte !== undefined && byte >= first && byte <= last;
}
