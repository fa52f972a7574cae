import type {Process} from '../process.ts';
import {appletName, isShell, plainFilters, startingFilters} from './pipeline-program.ts';

const neverForking = new Set([...plainFilters, 'false', 'pause', 'sleep', 'true']);
const wrappers = ['env', 'flock', 'nice', 'nohup', 'setsid', 'timeout'];
/** zsh has a module that listens, and gawk, which any awk may be, has /inet. */
const mayListen = /^(?:[gm]?awk|zsh.*)$/;
const neverListening = new Set([...neverForking, ...startingFilters, ...wrappers]);

/** Whether the program that a process executes starts no other; if it has a child, an earlier program of the process started that. */
export function neverForks(process: Process): boolean {
  return neverForking.has(appletName(process));
}

/** Whether the program that a process executes never calls listen(2), so that it inherited a listener that it has. */
export function neverListens(process: Process): boolean {
  const name = appletName(process);
  return !mayListen.test(name) && (neverListening.has(name) || isShell(process));
}
