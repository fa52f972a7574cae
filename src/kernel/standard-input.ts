import {readFileSync} from 'node:fs';

/** All of standard input, to its end. Only for a command that was told "-". */
export function readStandardInput(): Buffer {
  return readFileSync(0);
}
