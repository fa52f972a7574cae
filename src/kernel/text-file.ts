import {chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {attempt} from './descriptor.ts';
import type {Read} from './read.ts';

/** The text of a file of the user's own: a policy, a baseline. */
export function readTextFile(file: string): Read<string> {
  return attempt(() => readFileSync(file, 'utf8'));
}

/** The nearest file of a name, in this folder or one above it; undefined where there is none. */
export function findUpwards(name: string, folder: string): string | undefined {
  const file = path.join(folder, name);
  if (statSync(file, {throwIfNoEntry: false})?.isFile()) return file;
  const above = path.dirname(folder);
  return above === folder ? undefined : findUpwards(name, above);
}

/**
 * Writes a file so that who reads it meanwhile gets the old text whole, or the new one: beside it, then renamed
 * into place. The mode of an old file stays. What is no regular file (/dev/stdout, a FIFO) is written to as it is.
 */
export function replaceTextFile(file: string, text: string): Read<void> {
  return attempt(() => {
    const old = statSync(file, {throwIfNoEntry: false});
    if (old && !old.isFile()) return writeFileSync(file, text);
    const target = old ? realpathSync(file) : file;
    const draft = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.new`);
    try {
      writeFileSync(draft, text, {flag: 'wx'});
      if (old) chmodSync(draft, old.mode & 0o777);
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, {force: true});
      throw error;
    }
  });
}
