import {mapRead, type Read} from '../read.ts';
import {replaceTextFile} from '../text-file.ts';

/** The mode of a recording, which shows what other users run. */
const OWNER_ONLY = 0o600;

/** Writes a recording that only its owner can read; no reader ever gets half of it. Its answer is the size in bytes. */
export function writeRecording(file: string, parts: Iterable<string>): Read<number> {
  let size = 0;
  const counted = function* () {
    for (const part of parts) {
      size += part.length;
      yield part;
    }
  };
  return mapRead(replaceTextFile(file, counted(), OWNER_ONLY), () => size);
}
