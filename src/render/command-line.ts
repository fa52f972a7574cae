import {orUndefined} from '../kernel/read.ts';
import type {Process} from '../snapshot/process.ts';
import {printable, printableCommand} from './safe-text.ts';

/** The command line of a process as a shell would take it; without one, its comm in brackets, as ps(1) has it. */
export function commandText(process: Process): string {
  const argv = orUndefined(process.argv()) ?? [];
  return argv.length === 0 ? `[${printable(process.comm)}]` : printableCommand(argv);
}
