import {printable} from '../render/safe-text.ts';

/** Writes to stderr. Words of the command line or of other processes are made safe first, so that no control character reaches the terminal. */
export function say(text: string): void {
  process.stderr.write(`${text.split('\n').map(printable).join('\n')}\n`);
}
