import {orUndefined} from '../../kernel/read.ts';
import type {Process} from '../process.ts';

/** A program that handles SIGCHLD in its own way. */
export type Runtime = 'python' | 'bash' | 'dash' | 'perl' | 'node' | 'make';

/** The name of the file that a process executes, without its folder; its comm where the file can't be read. */
export function programName(process: Process): string {
  const file = programFile(process);
  return file?.slice(file.lastIndexOf('/') + 1) ?? nameByThread(process) ?? process.comm;
}

/**
 * Node names its main thread, and so its process: MainThread in Node 24, node-MainThread in Node 26 (measured with 24.22.3
 * and 26.12.1). The first of these may be anybody's, unless the arguments begin with node.
 */
function nameByThread(process: Process): 'node' | undefined {
  if (process.comm === 'node-MainThread') return 'node';
  if (process.comm !== 'MainThread') return undefined;
  return /(?:^|\/)node$/.test(orUndefined(process.argv())?.[0] ?? '') ? 'node' : undefined;
}

/** The path of the file that a process executes, be it deleted or not; undefined where it can't be read. */
export function programFile(process: Process): string | undefined {
  return orUndefined(process.exe())?.replace(/ \(deleted\)$/, '');
}
