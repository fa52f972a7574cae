import {printable} from '../render/safe-text.ts';

/** Writes to stderr what may hold words of the command line or of other processes: none can reach the terminal raw. */
export function say(text: string): void {
  process.stderr.write(`${text.split('\n').map(printable).join('\n')}\n`);
}
