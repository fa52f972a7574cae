import {setFlagUntilExit} from './v8-flags.ts';

/**
 * Has V8 leave code as it first compiled it, for an answer about thousands of processes: a third of its CPU time would go
 * into optimizing code that is hardly run any more when that is done (measured with 3,000 processes on 2 CPUs).
 */
export function leaveCodeUnoptimized(): void {
  setFlagUntilExit('--no-opt', '--opt');
}
