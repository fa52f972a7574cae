import type {Process} from '../process.ts';
import {appletName, plainFilters, shells, startingFilters} from './pipeline-program.ts';

const neverForking = new Set([...plainFilters, 'false', 'pause', 'sleep', 'true']);
const wrappers = ['env', 'flock', 'nice', 'nohup', 'setsid', 'timeout'];
/** zsh has a module that listens, and gawk, which any awk may be, has /inet. */
const mayListen = ['awk', 'gawk', 'mawk', 'zsh'];
const neverListening = new Set(
  [...neverForking, ...startingFilters, ...shells, ...wrappers].filter(name => !mayListen.includes(name)),
);

/** Whether the program that a process executes starts no other: if it has a child, it was exec'd over who had started that. */
export function neverForks(process: Process): boolean {
  return neverForking.has(appletName(process));
}

/** Whether the program that a process executes never calls listen(2), so that a listener in it came from elsewhere. */
export function neverListens(process: Process): boolean {
  return neverListening.has(appletName(process));
}
