/** All lines of a recording may be too long for a string: so many characters are joined. */
const AT_ONCE = 16 * 1024 * 1024;

/**
 * Joins lines by newlines, in pieces that follow each other; none ends in a newline.
 * @param atOnce a piece ends with the line that brings it to so many characters
 */
export function* joinedInPieces(lines: readonly string[], atOnce = AT_ONCE): Generator<string> {
  let [from, length] = [0, 0];
  for (const [at, line] of lines.entries()) {
    length += line.length;
    if (length < atOnce && at + 1 < lines.length) continue;
    yield lines.slice(from, at + 1).join('\n');
    [from, length] = [at + 1, 0];
  }
}
