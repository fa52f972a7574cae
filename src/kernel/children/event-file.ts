import {openSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import type {Read} from '../read.ts';

/** Opens a file to which lines are appended, and empties it first; the descriptor is closed by execve(2). */
export function openEventFile(file: string): Read<number> {
  return attempt(() => openSync(file, 'w'));
}
