import {escapeControls, unprintable} from '../parse/text.ts';

const PLAIN = /^[ -~]*$/;
const LONE_BYTE = /[\udc80-\udcff]/gu;
const named: Record<string, string> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'};

/**
 * Text of another process, safe to print: nothing in it can move the cursor, colour the screen or hide.
 * Control characters become \n, \t, \x1b …, a byte that was no UTF-8 \xNN, other invisible ones \u{…}.
 */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(unprintable, escapeCharacter);
}

/**
 * A command line for people: arguments that hold blanks or quotes are quoted as a shell would need them. A program that
 * overwrites its arguments with a title leaves NULs behind it, which read as several empty words: they are left out.
 */
export function printableCommand(argv: readonly string[]): string {
  const last = argv.findLastIndex(word => word !== '');
  const words = argv.length - last > 2 ? argv.slice(0, Math.max(last + 1, 1)) : argv;
  return words.map(shellWord).join(' ');
}

/**
 * JSON of a value, in which bytes of other processes that were no UTF-8 stand as \xNN: always valid Unicode,
 * without raw control characters.
 */
export function jsonText(value: unknown, indent = 2): string {
  const json = JSON.stringify(
    value,
    (_key, inner) => (typeof inner === 'string' ? unicodeOf(inner) : inner),
    indent,
  );
  return escapeControls(json);
}

/** JSON of a value on one line, as in JSON Lines. */
export function jsonLine(value: unknown): string {
  return jsonText(value, 0);
}

function unicodeOf(text: string): string {
  return text.isWellFormed() ? text : text.replace(LONE_BYTE, escapeCharacter).toWellFormed();
}

function escapeCharacter(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
  if (named[char]) return named[char];
  return byte <= 0xff ? `\\x${byte.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

function shellWord(word: string): string {
  const safe = printable(word);
  if (safe !== word) return `$'${safe.replaceAll("'", "\\'")}'`;
  return /^[\w@%+=:,./~^-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
