/** Examples for the help of a command: what each is for, and the line to copy. */
export function examplesOf(...pairs: ReadonlyArray<readonly [description: string, command: string]>) {
  return pairs.map(([description, command]) => ({description, command}));
}
