import {readFileSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import type {Read} from '../read.ts';
import {readStandardInput} from '../standard-input.ts';
import {replaceTextFile} from '../text-file.ts';

/** Nobody but who recorded it is to read it: it tells what others run. */
const OWNER_ONLY = 0o600;

/** The text of a file that may be a recording, "-" for standard input; `recordedMachine` tells whether it is. */
export function readRecording(file: string): Read<string> {
  // A recording is ASCII: of any other file each byte is a character, and it is told by its first line.
  return attempt(() => (file === '-' ? readStandardInput() : readFileSync(file)).toString('latin1'));
}

/** Writes a recording, readable for its owner only; nobody reads half of it. */
export function writeRecording(file: string, text: string): Read<void> {
  return replaceTextFile(file, text, OWNER_ONLY);
}
