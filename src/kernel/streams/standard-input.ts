import {readFileSync} from 'node:fs';

/** All of standard input, until EOF. Only for a command that was given "-". */
export function readStandardInput(): Buffer {
  return readFileSync(0);
}
