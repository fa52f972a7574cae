import path from 'node:path';
import {orUndefined} from '../kernel/read.ts';
import {processKey} from '../parse/targets/process-name.ts';
import type {Process} from '../snapshot/process.ts';
import {branchSignsFor} from './branch-signs.ts';
import {cut, type Page} from './page.ts';
import {printable, printableCommand} from './safe-text.ts';

/** A process as a command line can name it, whatever has its pid later. */
export function keyOf({pid, stat}: Process): string {
  return processKey(pid, stat.startTicks);
}

/**
 * The command line of a process, cut to a width on a terminal; its program, and then its script, lose their folders first,
 * for their names say what it is: "python3 …/worker.py --all".
 */
export function fittedCommand(process: Process, width: number, page: Page): string {
  const whole = commandText(process);
  const argv = orUndefined(process.argv()) ?? [];
  if (!page.isTerminal || whole.length <= width || argv.length === 0) return whole;
  const [program = '', ...rest] = argv;
  const short = isPath(program) ? path.basename(program) : program;
  const script = rest.findIndex(isPath);
  const plain = printableCommand([short, ...rest]);
  if (plain.length <= width) return plain;
  const words = rest.map((word, at) =>
    at === script
      ? `${branchSignsFor().more}/${printableCommand([path.basename(word)])}`
      : printableCommand([word]),
  );
  return cut([printableCommand([short]), ...words].join(' '), width);
}

/** A title that a process has set is no path. */
function isPath(word: string): boolean {
  return /^\/\S+[^/\s]$/.test(word);
}

/** The command line of a process as a shell would take it; without one, its comm in brackets, as ps(1) has it. */
export function commandText(process: Process): string {
  const argv = orUndefined(process.argv()) ?? [];
  return argv.length === 0 ? `[${printable(process.comm)}]` : printableCommand(argv);
}
