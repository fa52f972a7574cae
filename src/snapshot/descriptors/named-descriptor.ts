import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';

/** Whether the command line of a process names a descriptor by its number, as `--fd=5` and `/dev/fd/5` do; undefined where it can't be read. */
export function isNamedToIt(process: Process, fd: number): boolean | undefined {
  const number = new RegExp(`(?:^|[=:/,])${fd}$|fd\\W?${fd}\\b`, 'i');
  return orUndefined(process.argv())?.some(word => number.test(word));
}
