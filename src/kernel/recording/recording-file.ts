import {closeSync, openSync, readSync, statSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import {type Errno, mapRead, orUndefined, type Read} from '../read.ts';
import {replaceTextFile} from '../text-file.ts';

/** The mode of a recording, which shows what other users run. */
const OWNER_ONLY = 0o600;

/** The first two bytes of every gzip file (RFC 1952, 2.3.1), a character each. */
const GZIP_MAGIC = '\x1f\x8b';

const CHUNK_BYTES = 256 * 1024;

/** More than this is no line of a recording, and might be all of a file without an end. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** All answers of a recording are kept in memory, with a few times its size. */
const MOST_BYTES = 2 * 1024 ** 3;

/** Why a file can't be read as a recording; thrown while its lines are read. */
export class NoRecording extends Error {
  readonly reason:
    | {readonly kind: 'unreadable'; readonly errno: Errno}
    | {readonly kind: 'compressed'}
    | {readonly kind: 'too-large' | 'endless-line'; readonly most: number};

  constructor(reason: NoRecording['reason']) {
    super(reason.kind);
    this.reason = reason;
  }
}

/**
 * The text of a file that may be a recording, "-" for standard input, in pieces that are read as they are asked for;
 * `machineOfPieces` checks whether it is one. Throws `NoRecording`.
 */
export function* recordingPieces(file: string): Generator<string> {
  const fd = file === '-' ? 0 : required(attempt(() => openSync(file, 'r')));
  try {
    let [unended, isFirst] = [0, true];
    for (const text of chunksOf(fd)) {
      yield text;
      const newline = text.lastIndexOf('\n');
      unended = newline === -1 ? unended + text.length : text.length - newline - 1;
      isFirst &&= newline === -1;
      // So long a first line is none of a recording, which shows as soon as it ends.
      if (isFirst && unended > CHUNK_BYTES) yield '\n\n';
      if (unended > LONGEST_LINE) throw new NoRecording({kind: 'endless-line', most: LONGEST_LINE});
    }
  } finally {
    if (file !== '-') closeSync(fd);
  }
}

/** A recording is ASCII. In any other file each byte is a character, and the first line shows that it is no recording. */
function* chunksOf(fd: number): Generator<string> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let total = 0; ; ) {
    const length = required(attempt(() => readSync(fd, chunk)));
    if (length === 0) return;
    const text = chunk.toString('latin1', 0, length);
    if (total === 0 && text.startsWith(GZIP_MAGIC)) throw new NoRecording({kind: 'compressed'});
    total += length;
    if (total > MOST_BYTES) throw new NoRecording({kind: 'too-large', most: MOST_BYTES});
    yield text;
  }
}

function required<T>(read: Read<T>): T {
  if (!read.ok) throw new NoRecording({kind: 'unreadable', errno: read.errno});
  return read.value;
}

/** Whether a file is a device, which may have no end, such as /dev/zero. A FIFO is none: a shell's <(…) makes one. */
export function isDevice(file: string): boolean {
  const stat = file === '-' ? undefined : orUndefined(attempt(() => statSync(file)));
  return stat !== undefined && (stat.isCharacterDevice() || stat.isBlockDevice());
}

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
