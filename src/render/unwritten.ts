/** That an answer could not be written, with the errno of write(2). Loaded at every start, to be said at once. */
export function unwrittenText(errno: string, program: string): string {
  return `${program}: could not write the answer (${errno})`;
}
