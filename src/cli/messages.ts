import {mayBeTerminal, streams, writeNow} from '../kernel/streams/standard-output.ts';
import {printable} from '../render/safe-text.ts';

let isGuarded = false;

/**
 * Writes to stderr. Where nothing can be written there, the answer and the exit status stay what they are. Words of the
 * command line or of other processes are made safe first, so that no control character reaches the terminal.
 */
export function say(text: string): void {
  const bytes = Buffer.from(`${text.split('\n').map(printable).join('\n')}\n`);
  const left = isGuarded ? {ok: true as const, value: bytes} : writeNow(streams.error, bytes);
  if (left.ok && left.value.length > 0) standardError().write(left.value);
}

/** The terminal that messages go to; undefined where standard error is none. */
export function errorTerminal(): NodeJS.WriteStream | undefined {
  return mayBeTerminal(streams.error) && process.stderr.isTTY ? process.stderr : undefined;
}

function standardError(): NodeJS.WriteStream {
  if (!isGuarded) process.stderr.on('error', () => {});
  isGuarded = true;
  return process.stderr;
}
