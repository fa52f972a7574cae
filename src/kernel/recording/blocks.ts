import {RecordingError} from './fields.ts';

/** A line that begins with neither "|" nor ">", and the lines below it that do: a heading and a body. */
export interface Block {
  readonly heading: string;
  /** Each line with its newline. */
  readonly body: string;
  /** The line of the text where it begins, counted from 1. */
  readonly line: number;
  /** How many lines it has. */
  readonly lines: number;
}

/** More than this is no answer of a machine, and would be too long for a string. */
const LONGEST_BLOCK = 256 * 1024 * 1024;

/**
 * The blocks of a text, as its pieces come. Their strings are parts of the pieces, not copies. Throws a `RecordingError`
 * for a block without an end.
 * @param pieces of the text, wherever they begin and end
 */
export function* blocksOf(pieces: Iterable<string>): Generator<Block> {
  let line = 1;
  let open: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    const isWhole = beginsBlock(piece, open.at(-1)?.endsWith('\n') ?? false);
    open.push(piece);
    length += piece.length;
    if (length > LONGEST_BLOCK) throw new RecordingError({kind: 'endless-section'}, line);
    if (!isWhole) continue;
    const text = open.join('');
    let at = 0;
    // A block that reaches to the end may go on.
    for (const [block, end] of blocksIn(text, line)) {
      if (end === text.length) break;
      yield block;
      [line, at] = [line + block.lines, end];
    }
    open = [text.slice(at)];
    length = text.length - at;
  }
  // The end of the text ends a line.
  for (const [block] of blocksIn(`${open.join('')}\n`, line)) yield block;
}

/** The blocks that a text has from its start, with where each ends; the last line counts only if it has a newline. */
function* blocksIn(text: string, first: number): Generator<readonly [Block, end: number]> {
  let line = first;
  for (let at = 0, below = lineBelow(text, 0); below !== undefined; below = lineBelow(text, at)) {
    let [end, lines] = [below, 1];
    while (isBodyLine(text, end)) {
      const next = lineBelow(text, end);
      if (next === undefined) return;
      end = next;
      lines += 1;
    }
    yield [{heading: text.slice(at, below - 1), body: text.slice(below, end), line, lines}, end];
    line += lines;
    at = end;
  }
}

/** Whether a block begins in a piece of a text, so that the one before it is whole. */
function beginsBlock(piece: string, isAtLine: boolean): boolean {
  let at = isAtLine ? 0 : lineBelow(piece, 0);
  while (at !== undefined && at < piece.length) {
    if (!isBodyLine(piece, at)) return true;
    at = lineBelow(piece, at);
  }
  return false;
}

/** Where the line below begins; undefined where there is no newline any more. */
function lineBelow(text: string, at: number): number | undefined {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? undefined : newline + 1;
}

function isBodyLine(text: string, at: number): boolean {
  const char = text[at];
  return char === '|' || char === '>';
}
