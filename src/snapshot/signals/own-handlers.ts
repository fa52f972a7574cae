import {orUndefined} from '../../kernel/read.ts';
import {SIGCHLD, SIGINT} from '../../parse/signals/numbers.ts';
import {signalsIn} from '../../parse/signals/signal-set.ts';
import type {Process} from '../process.ts';
import {languageOf} from '../programs/conduct.ts';
import {isShell} from '../programs/pipeline-program.ts';

/** SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV and SIGSYS: what catches them reports a crash. */
const faults: readonly number[] = [4, 5, 6, 7, 8, 11, 31];

/**
 * Whether a program may have set a handler for a signal that somebody sends, which may do anything: also where that can't
 * be read. Python catches SIGINT without being asked to.
 */
export function mayHandleSignals(process: Process): boolean {
  return mayHandle(process, []);
}

/**
 * Whether a program may do in a handler what others wait for. A shell catches SIGCHLD, and SIGINT while it waits for a command,
 * also where its script has no trap.
 */
export function mayActInHandler(process: Process): boolean {
  return mayHandle(process, isShell(process) ? [SIGCHLD, SIGINT] : []);
}

function mayHandle(process: Process, ownOfProgram: readonly number[]): boolean {
  const status = orUndefined(process.status());
  if (!status) return true;
  const ownOfRuntime = languageOf(process) === 'python' ? [SIGINT] : [];
  const nobodySets = new Set([...faults, ...ownOfRuntime, ...ownOfProgram]);
  return signalsIn(status.caught).some(signal => !nobodySets.has(signal));
}
