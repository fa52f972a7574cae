import {readFileSync, statSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import {orUndefined, type Read} from '../read.ts';
import {readStandardInput} from '../standard-input.ts';
import {replaceTextFile} from '../text-file.ts';

/** The mode of a recording, which shows what other users run. */
const OWNER_ONLY = 0o600;

/** The text of a file that may be a recording, "-" for standard input; `recordedMachine` checks whether it is one. */
export function readRecording(file: string): Read<string> {
  // A recording is ASCII. In any other file each byte is a character, and the first line shows that it is no recording.
  return attempt(() => (file === '-' ? readStandardInput() : readFileSync(file)).toString('latin1'));
}

/** Whether a file is a device, which may have no end, such as /dev/zero. A FIFO is none: a shell's <(…) makes one. */
export function isDevice(file: string): boolean {
  const stat = file === '-' ? undefined : orUndefined(attempt(() => statSync(file)));
  return stat !== undefined && (stat.isCharacterDevice() || stat.isBlockDevice());
}

/** Writes a recording that only its owner can read; no reader ever gets half of it. */
export function writeRecording(file: string, text: string): Read<void> {
  return replaceTextFile(file, text, OWNER_ONLY);
}
