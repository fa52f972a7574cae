const NEWLINE = 0x0a;
const escaped = /\\(\\|0|x[0-9a-f]{2})/g;

/**
 * Bytes as printable ASCII on one line: a backslash is `\\`, NUL is `\0`, any other byte that does not print is
 * `\xNN`. So are blanks at the end, which editors remove, and newlines.
 */
export function escapeLine(bytes: Uint8Array): string {
  return latin1(bytes).replace(/[^\t\x20-\x7e]|\\|[\t ]+$/g, escapeEach);
}

/** Bytes as one word, escaped as by `escapeLine`, with blanks escaped too, so that other words can stand next to it. */
export function escapeWord(bytes: Uint8Array): string {
  return latin1(bytes).replace(/[^\x21-\x7e]|\\/g, escapeEach);
}

/** The bytes from which `escapeLine` or `escapeWord` made this text; undefined for text that neither of them makes. */
export function unescapeText(text: string): Buffer | undefined {
  if (/[^\t\x20-\x7e]/.test(text) || text.replace(escaped, '').includes('\\')) return undefined;
  return Buffer.from(text.replace(escaped, unescapeOne), 'latin1');
}

/** Bytes as lines of a body: a line that ends in a newline begins with "|", bytes after the last newline with ">". */
export function bodyLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    lines.push(`${newline === -1 ? '>' : '|'}${escapeLine(bytes.subarray(start, end))}`);
    start = end + 1;
  }
  return lines;
}

/** The bytes of lines of a body, each with its newline, which have no other escapes than `bodyLines` makes. */
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
