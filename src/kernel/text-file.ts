import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import {attempt, withDescriptor} from './descriptor.ts';
import {orUndefined, type Read} from './read.ts';

/**
 * The nearest file with this name, in the working directory or one above it: whatever is no folder, also a link to
 * nothing. Undefined where no such file is visible, and in a working directory that was removed.
 */
export function findUpwards(name: string): string | undefined {
  const start = attempt(() => process.cwd());
  for (let folder = start.ok ? start.value : '/'; ; folder = path.dirname(folder)) {
    const file = path.join(folder, name);
    const stat = attempt(() => lstatSync(file));
    if (stat.ok && !stat.value.isDirectory()) return file;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/**
 * Writes a file so that a concurrent reader gets the whole old text, or the whole new text: the text goes into a new
 * file in the same folder, which is then renamed into place. A file that is not regular (a FIFO, a terminal), and a
 * link to a missing file, are written to directly.
 * @param text as a whole, or in parts that follow each other
 * @param mode the mode of the file, less the umask; without a mode, an existing file keeps its own
 */
export function replaceTextFile(file: string, text: string | readonly string[], mode?: number): Read<void> {
  return attempt(() => {
    const target = orUndefined(attempt(() => realpathSync(file))) ?? file;
    const old = lstatSync(target, {throwIfNoEntry: false});
    if (old && !old.isFile()) return writeText(file, text, {mode});
    // A random name: a pid is unique only in its pid namespace, and several namespaces can share a folder.
    const draft = path.join(path.dirname(target), `.${path.basename(target)}.${crypto.randomUUID()}`);
    try {
      writeText(draft, text, {flag: 'wx', mode});
      if (old && mode === undefined) chmodSync(draft, old.mode & 0o777);
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, {force: true});
      throw error;
    }
  });
}

/** Of small parts, so many characters are written at once. */
const AT_ONCE = 1024 * 1024;

/** Parts are written one after the other: together they may be too long for a string. */
function writeText(
  file: string,
  text: string | readonly string[],
  {flag = 'w', mode}: {readonly flag?: string; readonly mode: number | undefined},
): void {
  const fd = openSync(file, flag, mode);
  try {
    let some = '';
    for (const part of typeof text === 'string' ? [text] : text) {
      some += part;
      if (some.length < AT_ONCE) continue;
      writeFileSync(fd, some);
      some = '';
    }
    writeFileSync(fd, some);
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes a word to a file by which the kernel is controlled, such as one of a cgroup: cgroups(7). The file is never made:
 * ENOENT where the kernel has none; EACCES and EROFS where this user, or this container, may not write to it.
 */
export function writeControlFile(file: string, word: string): Read<void> {
  return withDescriptor(
    attempt(() => openSync(file, constants.O_WRONLY)),
    fd => attempt(() => void writeSync(fd, word)),
  );
}
