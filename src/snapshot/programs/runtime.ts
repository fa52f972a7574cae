import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';

/** A program that handles SIGCHLD in its own way. */
export type Runtime = 'python' | 'bash' | 'dash' | 'perl' | 'node' | 'make';

/** The name of the file that a process executes, without its folder; its comm where the file can't be read. */
export function programName(process: Process): string {
  const file = programFile(process);
  return file?.slice(file.lastIndexOf('/') + 1) ?? process.comm;
}

/** The path of the file that a process executes, be it deleted or not; undefined where it can't be read. */
export function programFile(process: Process): string | undefined {
  return orUndefined(process.exe())?.replace(/ \(deleted\)$/, '');
}
