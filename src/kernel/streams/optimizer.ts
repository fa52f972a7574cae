import {setFlagUntilExit} from './v8-flags.ts';

/**
 * Has V8 leave code as it first compiled it, for an answer about thousands of processes: up to a third of its CPU time would
 * go into optimizing code that is hardly run any more when that is done (measured with 3,000 and 5,000 processes on 2 CPUs).
 * To record 10,000 processes, or to diagnose a recording of them, takes so long that it would lose a quarter by it.
 */
export function leaveCodeUnoptimized(): void {
  setFlagUntilExit('--no-opt', '--opt');
}

/**
 * Has V8 optimize each function by itself, for an answer that takes seconds. With those that it calls in it, that would take
 * a third of the CPU time of a recording, and a sixth more than it wins with the diagnosis of one (measured with 4,500
 * processes).
 */
export function optimizeSimply(): void {
  setFlagUntilExit('--no-turbo-inlining', '--turbo-inlining');
}
