import {mayBeTerminal, streams, writeNow} from '../kernel/streams/standard-output.ts';
import {unwrittenText} from '../render/unwritten.ts';
import {exitStatus} from './failures.ts';
import {say} from './messages.ts';

let isGuarded = false;

/** The terminal that procdoc prints to; undefined where standard output is none. */
export function outputTerminal(): NodeJS.WriteStream | undefined {
  return mayBeTerminal(streams.output) && process.stdout.isTTY ? process.stdout : undefined;
}

/**
 * Prints text, and waits for its reader. `procdoc … | head` closes the pipe: the reader has what it wanted, so procdoc
 * exits quietly. A full disk is a failure.
 */
export function print(text: string): void {
  const bytes = Buffer.from(text);
  const left = isGuarded ? {ok: true as const, value: bytes} : writeNow(streams.output, bytes);
  if (!left.ok) exitOn(left.errno);
  else if (left.value.length > 0) standardOutput().write(left.value);
}

/**
 * Standard output as Node's stream, for what must not wait for the reader. Node makes a pipe non-blocking, also for the
 * other processes that share it.
 */
export function standardOutput(): NodeJS.WriteStream {
  if (!isGuarded) process.stdout.on('error', ({code = ''}: NodeJS.ErrnoException) => exitOn(code));
  isGuarded = true;
  return process.stdout;
}

function exitOn(errno: string): void {
  if (errno === 'EPIPE') process.exit();
  say(unwrittenText(errno, 'procdoc'));
  process.exit(exitStatus.cannotLook);
}
