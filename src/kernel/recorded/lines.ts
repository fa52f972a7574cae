const NEWLINE = 0x0a;

/** The number of the line at this place, counted from 1. */
export function lineAt(bytes: Buffer, place: number): number {
  let line = 1;
  for (let at = bytes.indexOf(NEWLINE); at !== -1 && at < place; at = bytes.indexOf(NEWLINE, at + 1))
    line += 1;
  return line;
}

/** The text from this place to the end of its line, in bytes that end in a newline. */
export function lineFrom(bytes: Buffer, place: number): string {
  return bytes.toString('latin1', place, bytes.indexOf(NEWLINE, place));
}
