import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';

/** Whether a process of a line has the marks of nohup(1); undefined where the descriptors of one can't be read. */
export function isBelowNohup(line: readonly Process[]): boolean | undefined {
  const marked = line.map(isNohupJob);
  if (marked.includes(true)) return true;
  return marked.includes(undefined) ? undefined : false;
}

/**
 * Whether a process has the marks that nohup(1) leaves where it finds a terminal: an output to a file named nohup.out,
 * or /dev/null as standard input, open for writing only (coreutils). A shell that redirects for a while keeps both at
 * higher numbers. Undefined where the descriptors can't be read. Without a terminal nohup(1) leaves no mark.
 */
function isNohupJob(process: Process): boolean | undefined {
  const descriptors = orUndefined(process.descriptors());
  return descriptors?.some(one => {
    const path = orUndefined(one.target()) ?? '';
    if (/\/nohup\.out(?: \(deleted\))?$/.test(path)) return true;
    const isOutput = one.fd === 1 || one.fd === 2;
    return path === '/dev/null' && !isOutput && one.accessMode() === 'w';
  });
}
