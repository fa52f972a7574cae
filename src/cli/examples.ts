/** Examples for a command's help, each what it is for and the line to copy. */
export function examplesOf(...pairs: ReadonlyArray<readonly [description: string, command: string]>) {
  return pairs.map(([description, command]) => ({description, command}));
}
