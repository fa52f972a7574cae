import {closeSync, readSync} from 'node:fs';
import {found, type Read, unreadable} from './read.ts';

/** O_PATH of <fcntl.h> on x86-64 and arm64, for which Node has no name: open(2), since Linux 2.6.39. It asks no driver, and waits for no one. */
export const O_PATH = 0o1000_0000;

/** Gives a descriptor that was just opened to `use`, and closes it afterwards in any case. An errno passes through. */
export function withDescriptor<T>(opened: Read<number>, use: (fd: number) => Read<T>): Read<T> {
  if (!opened.ok) return opened;
  try {
    return use(opened.value);
  } finally {
    closeSync(opened.value);
  }
}

/** Runs calls of node:fs, whose errors have an errno. Any other error is a bug, and is thrown on. */
export function attempt<T>(ask: () => T): Read<T> {
  try {
    return found(ask());
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return unreadable(code);
  }
}

/** Everything that read(2) gives until EOF. */
export function readToEnd(fd: number): Read<Buffer> {
  return attempt(() => {
    let bytes = Buffer.allocUnsafeSlow(64 * 1024);
    let length = 0;
    for (;;) {
      const more = readSync(fd, bytes, length, bytes.length - length, null);
      if (more === 0) return bytes.subarray(0, length);
      length += more;
      if (length < bytes.length) continue;
      const larger = Buffer.allocUnsafeSlow(4 * bytes.length);
      bytes.copy(larger);
      bytes = larger;
    }
  });
}
