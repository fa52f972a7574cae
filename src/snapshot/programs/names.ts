import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {parseScriptCommandLine} from '../../parse/script-command-line/script-command-line.ts';
import type {Process} from '../process.ts';
import {programFile} from './runtime.ts';

/** The names that a process goes by, as far as they can be read: its comm, its program, and the script or module it runs. */
export function programNames(process: Process): string[] {
  const exe = programFile(process);
  const line = parseScriptCommandLine(orUndefined(process.argv()) ?? [], exe);
  const files = [exe, line?.script].flatMap(file => (file ? [posix.basename(file)] : []));
  return [...new Set([process.comm, ...files, ...(line?.module ? [line.module] : [])])];
}
