import {
  chmodSync,
  lstatSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {attempt} from './descriptor.ts';
import {orUndefined, type Read} from './read.ts';

/** The text of a file of the user's own: a policy, a baseline. */
export function readTextFile(file: string): Read<string> {
  return attempt(() => readFileSync(file, 'utf8'));
}

/**
 * The nearest file of a name, in the working directory or one above it; undefined where there is none that may
 * be seen, and in a working directory that was removed.
 */
export function findUpwards(name: string): string | undefined {
  const start = attempt(() => process.cwd());
  for (let folder = start.ok ? start.value : '/'; ; folder = path.dirname(folder)) {
    const file = path.join(folder, name);
    const stat = attempt(() => statSync(file));
    if (stat.ok && stat.value.isFile()) return file;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/**
 * Writes a file so that who reads it meanwhile gets the old text whole, or the new one: beside it, then renamed
 * into place. What is no regular file (a FIFO, a terminal), or is a link to a file that is not there, is written to
 * as it is.
 * @param mode of the file, less the umask; without it the mode of an old file stays
 */
export function replaceTextFile(file: string, text: string, mode?: number): Read<void> {
  return attempt(() => {
    const target = orUndefined(attempt(() => realpathSync(file))) ?? file;
    const old = lstatSync(target, {throwIfNoEntry: false});
    if (old && !old.isFile()) return writeFileSync(file, text, {mode});
    // A pid is unique in its namespace only, and a folder may be that of several.
    const draft = path.join(path.dirname(target), `.${path.basename(target)}.${crypto.randomUUID()}`);
    try {
      writeFileSync(draft, text, {flag: 'wx', mode});
      if (old && mode === undefined) chmodSync(draft, old.mode & 0o777);
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, {force: true});
      throw error;
    }
  });
}
