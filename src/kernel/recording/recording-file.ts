import {randomUUID} from 'node:crypto';
import {lstatSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import {orUndefined, type Read} from '../read.ts';
import {readStandardInput} from '../standard-input.ts';

/** Nobody but who recorded it is to read it: it tells what others run. */
const OWNER_ONLY = 0o600;

/** The text of a file that may be a recording, "-" for standard input; `recordedMachine` tells whether it is. */
export function readRecording(file: string): Read<string> {
  // A recording is ASCII: of any other file each byte is a character, and it is told by its first line.
  return attempt(() => (file === '-' ? readStandardInput() : readFileSync(file)).toString('latin1'));
}

/**
 * Writes a recording, readable for its owner only: beside the file first, and then in its place, so that nobody
 * reads half of it. What is no regular file (a FIFO, /dev/stdout) is written to as it is.
 */
export function writeRecording(file: string, text: string): Read<void> {
  return attempt(() => {
    const target = orUndefined(attempt(() => realpathSync(file))) ?? file;
    const existing = orUndefined(attempt(() => lstatSync(target)));
    if (existing !== undefined && !existing.isFile() && !existing.isDirectory()) {
      writeFileSync(target, text);
      return;
    }
    const draft = `${target}.${randomUUID()}`;
    try {
      writeFileSync(draft, text, {mode: OWNER_ONLY, flag: 'wx'});
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, {force: true});
      throw error;
    }
  });
}
