/** That an answer could not be written, by the message of its stream. Loaded at every start, to be said at once. */
export function unwrittenText(message: string, program: string): string {
  return `${program}: could not write the answer: ${message}`;
}
