import {crc32} from 'node:zlib';
import {CONTENTS_LINE, SEAL} from '../recording/contents.ts';
import {LAST_LINE} from '../recording/sections.ts';

/** The last two lines of a recording with contents are not longer. */
const LONGEST_END = 128;
const endForm = new RegExp(`\\n${SEAL} (\\d{1,10}), crc32 ([\\da-f]{8})\\n${LAST_LINE}\\n+$`);
const lineForm = new RegExp(`^${CONTENTS_LINE} (\\d{1,10}):((?: (?:\\d{1,10}:)?\\d{1,10})+)$`);

/** Where the sections of each process lie in the bytes of a recording. All others are about the machine. */
export interface ProcessPlaces {
  /** Ascending. */
  readonly pids: readonly number[];
  /** Where the sections of each process begin; after the last, where they end. */
  readonly starts: readonly number[];
  /** Where the last sections end. */
  readonly end: number;
}

/**
 * The contents of a recording; undefined where it has none, or its bytes are others than when they were written, as somebody
 * may have edited it: then the recording has to be gone through.
 * @param bytes end in a newline
 */
export function readContents(bytes: Buffer): ProcessPlaces | undefined {
  const tailAt = Math.max(0, bytes.length - LONGEST_END);
  const tail = endForm.exec(bytes.toString('latin1', tailAt));
  if (!tail) return undefined;
  const [, start = '', checksum = ''] = tail;
  const sealAt = tailAt + tail.index + 1;
  if (crc32(bytes.subarray(0, sealAt)) !== Number.parseInt(checksum, 16)) return undefined;
  const lines = bytes.toString('latin1', Number(start), sealAt - 1).split('\n');
  return placesIn(lines, Number(start));
}

function placesIn(lines: readonly string[], end: number): ProcessPlaces | undefined {
  const [pids, starts]: [number[], number[]] = [[], []];
  let [last, place] = [-1, Number.NaN];
  for (const line of lines) {
    const [, at, entries] = lineForm.exec(line) ?? [];
    if (entries === undefined || (pids.length > 0 && Number(at) !== place)) return undefined;
    place = Number(at);
    for (const entry of entries.slice(1).split(' ')) {
      const colon = entry.indexOf(':');
      const pid = colon === -1 ? last + 1 : Number(entry.slice(0, colon));
      if (pid <= last || pid > 0x7fff_ffff) return undefined;
      pids.push(pid);
      starts.push(place);
      last = pid;
      place += Number(entry.slice(colon + 1));
    }
  }
  if (place > end) return undefined;
  starts.push(place);
  return {pids, starts, end};
}
