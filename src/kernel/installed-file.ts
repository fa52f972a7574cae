import {existsSync, mkdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {attempt} from './descriptor.ts';
import {found, orUndefined, type Read} from './read.ts';
import {replaceTextFile} from './text-file.ts';

/** Writes a file that others may read, and makes the folders that lead to it. */
export function installFile(file: string, text: string): Read<void> {
  const made = attempt(() => mkdirSync(path.dirname(file), {recursive: true}));
  return made.ok ? replaceTextFile(file, text, 0o644) : made;
}

/** The text of a file; undefined where there is none, empty where it is no regular file: to read a FIFO would block. */
export function readInstalled(file: string): Read<string | undefined> {
  const text = attempt(() => (statSync(file).isFile() ? readFileSync(file, 'utf8') : ''));
  return !text.ok && (text.errno === 'ENOENT' || text.errno === 'ENOTDIR') ? found(undefined) : text;
}

/** Removes a file; its folders stay, since others may look there. */
export function removeInstalled(file: string): Read<void> {
  return attempt(() => rmSync(file));
}

/** Whether a file is there, as far as can be seen. */
export function isInstalled(file: string): boolean {
  return orUndefined(attempt(() => existsSync(file))) ?? false;
}
