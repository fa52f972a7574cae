/**
 * The command of a group witness prints its standard input, and so lives until EOF. What it is to print after that is no
 * file, and says in ps(1) what it is for.
 */
export const WITNESS_COMMAND: readonly string[] = ['/bin/cat', '-', '/dev/null/group-witness-of-procdoc-run'];

/** Whether a command line is that of a group witness, which blocks signals on purpose. */
export function isWitnessCommand(argv: readonly string[]): boolean {
  return argv.length === WITNESS_COMMAND.length && argv.every((word, at) => word === WITNESS_COMMAND[at]);
}
