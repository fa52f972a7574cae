import {orUndefined} from '../../kernel/read.ts';
import {SIGINT} from '../../parse/signals/numbers.ts';
import {signalsIn} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';
import {languageOf} from '../programs/conduct.ts';

/** SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV and SIGSYS: what catches them reports a crash. */
const faults: readonly number[] = [4, 5, 6, 7, 8, 11, 31];

/**
 * Whether a program may have set a handler for a signal that somebody sends, which may do anything: also where that can't
 * be read. Python catches SIGINT without being asked to.
 */
export function mayHandleSignals(process: Process): boolean {
  const status = orUndefined(process.status());
  if (!status) return true;
  const ownOfRuntime = languageOf(process) === 'python' ? [SIGINT] : [];
  return signalsIn(status.caught).some(signal => !faults.includes(signal) && !ownOfRuntime.includes(signal));
}
