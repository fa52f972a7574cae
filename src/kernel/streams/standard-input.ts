import {readSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import {pause} from './pause.ts';

/** As much as is read at once: many lines, whose answers are yet few enough to be garbage soon. */
const CHUNK_BYTES = 4 * 1024;

/**
 * Standard input in chunks as they come, until EOF; an input that can't be read has ended. Only for a command that was
 * given "-". By read(2): Node's stream would make a pipe non-blocking, also for others who share it.
 */
export function* standardInput(): Generator<Buffer> {
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const length = attempt(() => readSync(0, chunk));
    if (length.ok && length.value > 0) yield chunk.subarray(0, length.value);
    else if (!length.ok && length.errno === 'EAGAIN') pause();
    else return;
  }
}
