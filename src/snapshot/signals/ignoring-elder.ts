import type {Process} from '../process.ts';
import type {SignalHandling} from './handling.ts';

/**
 * The ancestor in the process group of a process from which it inherited that a signal is ignored. Undefined also where
 * that may be meant so: a worker runs the code of its parent, a helper belongs to it, and a filter ends with its input.
 */
export function ignoringElder(handling: SignalHandling): Process | undefined {
  const {process} = handling;
  const [eldest] = handling.line();
  if (eldest === process || eldest.stat.pgid !== process.stat.pgid) return undefined;
  if (process.stat.forkedWithoutExec || handling.program() === 'filter') return undefined;
  return handling.isBusinessOfParent() === false ? eldest : undefined;
}
