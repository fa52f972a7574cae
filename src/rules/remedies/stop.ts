import type {SignalHandling} from '../../snapshot/signals/handling.ts';
import {shellCommand} from '../commands/printed-commands.ts';
import {named} from '../words/named.ts';

/** What a stop by SIGTERM does, where a process takes none. */
export function stopText(handling: SignalHandling): string {
  const {comm} = handling.process;
  const after = handling.exitsAfter();
  if (after) {
    const does = after.kind === 'child' ? 'waits for' : 'reads a pipe from';
    return `${comm} ${does} ${named(after.process)}, which takes SIGTERM, and likely exits after it: a stop that signals both works.`;
  }
  const otherwise = `${after === null ? `Unless ${comm} exits after a process that takes SIGTERM, which can't be seen, a` : 'A'} stop by SIGTERM`;
  return `${otherwise} does nothing until its timeout; then SIGKILL leaves ${comm} no chance to clean up.`;
}

/** The process that it inherited this from; undefined where none is seen. */
function elderOf(handling: SignalHandling): string | undefined {
  const [eldest] = handling.line();
  return eldest === handling.process ? undefined : named(eldest);
}

/** Since when a process takes no SIGTERM: a clause. */
export function keptSince(handling: SignalHandling): string {
  const elder = elderOf(handling);
  return elder
    ? `inherited from ${elder} over fork and exec`
    : 'it set that itself, or the process that started it did';
}

/**
 * How to stop it by the process that takes SIGTERM, and how to make it take the signal itself; by SIGKILL only where
 * no such process is seen.
 * @param make the beginning of the order
 * @param reset how to reset the signal
 */
export function stopRemedy(handling: SignalHandling, make: string, reset: string): string {
  const {process} = handling;
  const elder = elderOf(handling);
  const who = elder ?? `${process.comm}, or the program that starts it,`;
  const order = `${who} ${reset} before execve(2)${elder ? ` of ${process.comm}` : ''}.`;
  const after = handling.exitsAfter();
  if (!after)
    return `${make} ${order} To stop ${process.comm} now: ${shellCommand(process, `kill -KILL ${process.pid}`)}.`;
  const {pid, comm} = after.process;
  return `To stop ${process.comm}: ${shellCommand(process, `kill -TERM ${pid}`)} (${comm}). If it has to take a SIGTERM itself, make ${order}`;
}
