import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';

/** Whether one of a line bears the marks of nohup(1); undefined where descriptors of one may not be seen. */
export function isBelowNohup(line: readonly Process[]): boolean | undefined {
  const marked = line.map(isNohupJob);
  if (marked.includes(true)) return true;
  return marked.includes(undefined) ? undefined : false;
}

/**
 * Whether a process bears the marks that nohup(1) leaves where it finds a terminal: an output that leads to a
 * file named nohup.out, or a standard input that may only be written, to /dev/null (coreutils). A shell that
 * redirects for a while keeps those at higher numbers. Undefined where its descriptors may not be seen. Without
 * a terminal nohup(1) leaves no mark.
 */
function isNohupJob(process: Process): boolean | undefined {
  const descriptors = orUndefined(process.descriptors());
  return descriptors?.some(({fd, target, info}) => {
    const path = orUndefined(target()) ?? '';
    if (/\/nohup\.out(?: \(deleted\))?$/.test(path)) return true;
    const isOutput = fd === 1 || fd === 2;
    return path === '/dev/null' && !isOutput && orUndefined(info())?.accessMode === 'w';
  });
}
