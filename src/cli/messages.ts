import {printable} from '../render/safe-text.ts';

let isGuarded = false;

/** Writes to stderr. Where nothing can be written there, the answer and the exit status stay what they are. Words of the command line or of other processes are made safe first, so that no control character reaches the terminal. */
export function say(text: string): void {
  if (!isGuarded) process.stderr.on('error', () => {});
  isGuarded = true;
  process.stderr.write(`${text.split('\n').map(printable).join('\n')}\n`);
}
