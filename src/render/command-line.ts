import {orUndefined} from '../kernel/read.ts';
import {processKey} from '../parse/targets/process-name.ts';
import type {Process} from '../snapshot/process.ts';
import {printable, printableCommand} from './safe-text.ts';

/** A process as a command line can name it, whatever has its pid later. */
export function keyOf({pid, stat}: Process): string {
  return processKey(pid, stat.startTicks);
}

/** The command line of a process as a shell would take it; without one, its comm in brackets, as ps(1) has it. */
export function commandText(process: Process): string {
  const argv = orUndefined(process.argv()) ?? [];
  return argv.length === 0 ? `[${printable(process.comm)}]` : printableCommand(argv);
}
