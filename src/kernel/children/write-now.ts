import {writeSync} from 'node:fs';

const RETRY_MS = 5;
const MOST_RETRIES = 200;

/**
 * Writes a text to a descriptor at once. Node's own streams would make a pipe non-blocking for every process that shares
 * it. Where another process did that, a full pipe is tried again for a second; what then doesn't fit is lost, as is
 * what nobody reads: gives the errno then.
 */
export function writeNow(descriptor: number, text: string): string | undefined {
  let rest = Buffer.from(text);
  for (let tries = 0; rest.length > 0 && tries < MOST_RETRIES; ) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const {code = 'EIO'} = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') return code;
      tries++;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
  return rest.length > 0 ? 'EAGAIN' : undefined;
}
