const [NEWLINE, ZERO, BACKSLASH, SMALL_A, SMALL_X, BAR] = [0x0a, 0x30, 0x5c, 0x61, 0x78, 0x7c];

const escaped = /\\(\\|0|x[0-9a-f]{2})/g;

/**
 * Bytes as one word of printable ASCII, so that other words can stand next to it: a backslash is `\\`, NUL is `\0`, any
 * other byte that does not print, and a blank, is `\xNN`.
 */
export function escapeWord(bytes: Uint8Array): string {
  return latin1(bytes).replace(/[^\x21-\x7e]|\\/g, escapeEach);
}

/** What stands in a recording as it is, like nearly every path of procfs. */
const plainWord = /^[!-[\]-~]+$/;

/** A name as a word: see `escapeWord`. */
export function escapeName(name: string | Buffer): string {
  return typeof name === 'string' && plainWord.test(name) ? name : escapeWord(Buffer.from(name));
}

/** The bytes from which `escapeWord`, or a line of `bodyOf`, was made; undefined for text that neither of them makes. */
export function unescapeText(text: string): Buffer | undefined {
  if (/[^\t\x20-\x7e]/.test(text) || text.replace(escaped, '').includes('\\')) return undefined;
  return Buffer.from(text.replace(escaped, unescapeOne), 'latin1');
}

/**
 * Bytes, given as latin1, as the lines of a body, each with its newline: a line that ends in a newline begins with "|", bytes
 * after the last newline with ">". They are escaped as in a word, but only those blanks that end a line, which editors remove.
 */
export function bodyOf(text: string): string {
  if (text === '') return '';
  // Of most bodies all at once: they have no byte that is to be escaped.
  const escaped = text.replace(/[^\t\n\x20-\x7e]|\\|(?<![\t ])[\t ]+(?=\n|$)/g, escapeEach);
  if (escaped.endsWith('\n')) return `|${escaped.slice(0, -1).replaceAll('\n', '\n|')}\n`;
  const last = escaped.lastIndexOf('\n') + 1;
  const before = last === 0 ? '' : `|${escaped.slice(0, last - 1).replaceAll('\n', '\n|')}\n`;
  return `${before}>${escaped.slice(last)}\n`;
}

/**
 * The bytes of a body, whose lines lie in these bytes, each with its newline, and have no other escapes than `bodyOf` makes. A
 * loop of our own: replacing in a string takes five times as long (measured with the status of processes).
 */
export function bodyBytes(lines: Uint8Array, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(end - start);
  let length = 0;
  for (let at = start; at < end; at++) {
    const endsInNewline = lines[at++] === BAR;
    for (let byte = lines[at] ?? 0; byte !== NEWLINE; byte = lines[at] ?? 0) {
      if (byte !== BACKSLASH) at += 1;
      else if (lines[at + 1] === SMALL_X) {
        byte = 16 * digitOf(lines[at + 2]) + digitOf(lines[at + 3]);
        at += 4;
      } else {
        byte = lines[at + 1] === ZERO ? 0 : BACKSLASH;
        at += 2;
      }
      bytes[length++] = byte;
    }
    if (endsInNewline) bytes[length++] = NEWLINE;
  }
  return bytes.subarray(0, length);
}

/** What a hexadecimal digit stands for. */
function digitOf(digit: number | undefined = ZERO): number {
  return digit < SMALL_A ? digit - ZERO : digit - SMALL_A + 10;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function escapeEach(chars: string): string {
  return Array.from(chars, char => {
    if (char === '\\') return '\\\\';
    return char === '\0' ? '\\0' : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  }).join('');
}

function unescapeOne(_: string, what: string): string {
  if (what === '\\') return '\\';
  return what === '0' ? '\0' : String.fromCharCode(Number.parseInt(what.slice(1), 16));
}
