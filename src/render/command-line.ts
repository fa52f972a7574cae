import {orUndefined} from '../kernel/read.ts';
import type {Process} from '../snapshot/process.ts';
import {printable, printableCommand} from './safe-text.ts';

/** A process's command line as a shell would take it; its comm in brackets, as ps(1) has it, where there is none. */
export function commandText(process: Process): string {
  const argv = orUndefined(process.argv()) ?? [];
  return argv.length === 0 ? `[${printable(process.comm)}]` : printableCommand(argv);
}
