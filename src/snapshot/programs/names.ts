import {posix} from 'node:path';
import {orUndefined} from '../../kernel/read.ts';
import {parseScriptCommandLine} from '../../parse/script-command-line/script-command-line.ts';
import type {Process} from '../process.ts';

/** What a process goes by, as far as it may be seen: its comm, the name of its program, and of the script or module it runs. */
export function programNames(process: Process): string[] {
  const exe = orUndefined(process.exe())?.replace(/ \(deleted\)$/, '');
  const line = parseScriptCommandLine(orUndefined(process.argv()) ?? [], exe);
  const files = [exe, line?.script].flatMap(file => (file ? [posix.basename(file)] : []));
  return [...new Set([process.comm, ...files, ...(line?.module ? [line.module] : [])])];
}
