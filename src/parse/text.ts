const LOW_SURROGATE = 0xdc00;
const LINE_END = 0x0a;
const loneByte = /[\udc80-\udcff]/;

/** Control characters, and the format characters that reorder or hide text on a terminal (bidi marks, zero width). */
export const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/**
 * Bytes of another process (comm, argv, a path) as a string, without losing any: valid UTF-8 is decoded, each other
 * byte 0xNN becomes the lone surrogate U+DCNN (as Python's "surrogateescape" does). `from` and `to` select a part.
 * `encodeText` turns the string back into these bytes. Not fit for printing: see render/safe-text.
 */
export function decodeText(bytes: Uint8Array, from = 0, to = bytes.length): string {
  const short = to - from <= SHORT ? asciiText(bytes, from, to) : undefined;
  if (short !== undefined) return short;
  const part = bytes.subarray(from, to);
  try {
    return strict.decode(part);
  } catch {
    return decodeBroken(part);
  }
}

/** The length of the longest comm, in bytes. The call of the decoder takes longer than the decoding of so few. */
const SHORT = 15;

function asciiText(bytes: Uint8Array, from: number, to: number): string | undefined {
  let text = '';
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** The bytes from which `decodeText` made this string. */
export function encodeText(text: string): Uint8Array {
  if (!loneByte.test(text)) return Buffer.from(text);
  const parts = [...text].map(char => {
    const code = char.codePointAt(0) ?? 0;
    return isLoneByte(code) ? Buffer.of(code - LOW_SURROGATE) : Buffer.from(char);
  });
  return Buffer.concat(parts);
}

/**
 * JSON with DEL, the C1 control characters, and the characters that reorder, hide or break text (bidi marks, zero width,
 * U+2028) escaped: JSON itself leaves them, and a terminal or an editor may obey them.
 */
export function escapeControls(json: string): string {
  return json.replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, char =>
    [...Array(char.length).keys()]
      .map(at => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** A line of a text, counted from 1. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

/**
 * The lines of a text that comes in chunks, without comments (#) and lines of blanks only: for each chunk the lines that
 * end in it, and at last what has no line end.
 */
export function* numberedLines(chunks: Iterable<Uint8Array>): Generator<readonly NumberedLine[]> {
  let begun: Uint8Array[] = [];
  let number = 1;
  const linesOf = (bytes: readonly Uint8Array[]) => {
    const lines = decodeText(Buffer.concat(bytes)).split('\n');
    const first = number;
    number += lines.length;
    return lines
      .map((text, at) => ({number: first + at, text}))
      .filter(({text}) => !/^\s*(?:#|$)/.test(text));
  };
  for (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_END);
    if (end !== -1) yield linesOf([...begun, chunk.subarray(0, end)]);
    begun = [...(end === -1 ? begun : []), chunk.subarray(end + 1)];
  }
  yield linesOf(begun);
}

/** Whether a code unit stands for a byte that was no valid UTF-8. */
export function isLoneByte(codeUnit: number): boolean {
  return codeUnit >= LOW_SURROGATE + 0x80 && codeUnit <= LOW_SURROGATE + 0xff;
}

function decodeBroken(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += String.fromCharCode(LOW_SURROGATE + (bytes[at] ?? 0));
      at += 1;
    } else {
      text += strict.decode(bytes.subarray(at, at + length));
      at += length;
    }
  }
  return text;
}

/** The length in bytes of the valid UTF-8 sequence at this place; 0 where none begins. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > bytes.length) return 0;
  try {
    strict.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}
