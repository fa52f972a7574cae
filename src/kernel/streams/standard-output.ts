import {fstatSync, writeSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import {majorAndMinor} from '../device-number.ts';
import {found, type Read} from '../read.ts';
import {pause} from './pause.ts';

/** The standard streams that procdoc writes to, by their file descriptors. */
export const streams = {output: 1, error: 2} as const;

/** Device numbers from Documentation/admin-guide/devices.txt: memory devices, such as /dev/null. */
const MEMORY_MAJOR = 1n;

/**
 * Writes bytes by write(2), and gives what is left: nothing, or what a descriptor that someone made non-blocking does
 * not take now. Node's stream would load a tenth of a start, and make a pipe non-blocking for others who share it.
 */
export function writeNow(fd: number, bytes: Uint8Array): Read<Uint8Array> {
  let left = bytes;
  while (left.length > 0) {
    const written = attempt(() => writeSync(fd, left));
    if (!written.ok) return written.errno === 'EAGAIN' ? found(left) : written;
    left = left.subarray(written.value);
  }
  return found(left);
}

/** Writes bytes by write(2), and waits until all are taken. */
export function writeWhole(fd: number, bytes: Uint8Array): Read<undefined> {
  for (let left = bytes; left.length > 0; ) {
    const written = writeNow(fd, left);
    if (!written.ok) return written;
    left = written.value;
    if (left.length > 0) pause();
  }
  return found(undefined);
}

/** Whether a descriptor may be a terminal, as far as fstat(2) tells; isatty(3) of Node loads all of its networking. */
export function mayBeTerminal(fd: number): boolean {
  const stat = attempt(() => fstatSync(fd));
  return stat.ok && stat.value.isCharacterDevice() && majorAndMinor(stat.value.rdev)[0] !== MEMORY_MAJOR;
}
