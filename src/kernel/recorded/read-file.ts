import {closeSync, fstatSync, openSync, readSync, statSync} from 'node:fs';
import {attempt} from '../descriptor.ts';
import {type Errno, orUndefined, type Read} from '../read.ts';
import {requireFirstLine} from './recorded-text.ts';

const NEWLINE = 0x0a;

/** The first two bytes of every gzip file (RFC 1952, 2.3.1). */
const GZIP_MAGIC = Buffer.of(0x1f, 0x8b);

const CHUNK_BYTES = 256 * 1024;

/** More than this is no line of a recording, and might be all of a file without an end. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** A recording is kept in memory. */
const MOST_BYTES = 2 * 1024 ** 3;

/** Why a file can't be read as a recording. */
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
 * The bytes of a file that may be a recording, "-" for standard input, for `machineOfBytes`, which checks whether it is one. Of
 * a file that shows by its first line that it is none, no more is read. Throws `NoRecording` and `RecordingError`.
 */
export function readRecording(file: string): Buffer {
  const fd = file === '-' ? 0 : required(attempt(() => openSync(file, 'r')));
  try {
    return bytesOf(fd);
  } finally {
    if (file !== '-') closeSync(fd);
  }
}

function bytesOf(fd: number): Buffer {
  const {size} = required(attempt(() => fstatSync(fd)));
  // There is room for one more read, which shows that there is no more.
  let bytes: Buffer = Buffer.allocUnsafe(Math.min(size, MOST_BYTES) + CHUNK_BYTES);
  let lineStart = 0;
  for (let length = 0; ; ) {
    const read = required(attempt(() => readSync(fd, bytes, length, CHUNK_BYTES, null)));
    const newline = bytes.subarray(length, length + read).lastIndexOf(NEWLINE);
    const isFirst = lineStart === 0;
    if (newline !== -1) lineStart = length + newline + 1;
    length += read;
    if (isFirst) requireBeginning(bytes.subarray(0, length), size);
    if (length >= MOST_BYTES) throw new NoRecording({kind: 'too-large', most: MOST_BYTES});
    if (length - lineStart > LONGEST_LINE) throw new NoRecording({kind: 'endless-line', most: LONGEST_LINE});
    if (read === 0) {
      bytes[length] = NEWLINE;
      return bytes.subarray(0, length + 1);
    }
    if (bytes.length - length < CHUNK_BYTES) bytes = withRoom(bytes, length);
  }
}

/** Throws where a file shows by its beginning that it can't be read. */
function requireBeginning(bytes: Buffer, size: number): void {
  if (bytes.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)) throw new NoRecording({kind: 'compressed'});
  // So long a first line is none of a recording.
  if (!bytes.includes(NEWLINE) && bytes.length <= CHUNK_BYTES) return;
  requireFirstLine(bytes);
  if (size >= MOST_BYTES) throw new NoRecording({kind: 'too-large', most: MOST_BYTES});
}

/** These bytes, with as much room again behind them. */
function withRoom(bytes: Buffer, length: number): Buffer {
  const larger = Buffer.allocUnsafe(bytes.length * 2);
  bytes.copy(larger, 0, 0, length);
  return larger;
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
