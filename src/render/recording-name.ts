import path from 'node:path';
import {listed} from '../rules/words/listed.ts';

/** How the file of a recording is called; "-" is standard input, and an empty name needs quotes to be seen. */
export function recordingName(file: string): string {
  return file === '-' ? 'standard input' : file || '""';
}

/** More names than this are no help. */
const MOST_NAMES = 4;

/** What is in a folder of recordings, by its paths, as a sentence has it: "web, db and 2 more". */
export function namesInFolder(paths: readonly string[]): string {
  return listed(
    paths.map(one => path.basename(one)),
    MOST_NAMES,
  );
}
