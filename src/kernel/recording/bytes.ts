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

/** The bytes of lines of a body, each with its newline, which have no other escapes than `bodyOf` makes. */
export function bodyBytes(body: string): Buffer {
  const text = body.includes('>') ? joinedLines(body) : body.slice(1).replaceAll('\n|', '\n');
  const bytes = text.includes('\\') ? text.replace(escaped, unescapeOne) : text;
  return Buffer.from(bytes, 'latin1');
}

/** Of most bodies each line ends in a newline: these are not taken apart. */
function joinedLines(body: string): string {
  const lines = body.split('\n').slice(0, -1);
  return lines.map(line => (line.startsWith('|') ? `${line.slice(1)}\n` : line.slice(1))).join('');
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
