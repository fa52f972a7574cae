import {type ByteRange, byteOffset, endAt} from './byte-range.ts';

/** A lock that a call asks for: its mode, and the bytes of the file. */
export interface LockWish extends ByteRange {
  readonly mode: 'read' | 'write';
}

/**
 * The size in bytes of struct flock on a 64-bit kernel, <asm-generic/fcntl.h>: type, whence (short each), start,
 * length (64 bits each), pid.
 */
export const STRUCT_FLOCK_SIZE = 32;

const F_RDLCK = 0;
const F_WRLCK = 1;
const SEEK_SET = 0;

/** Decodes the struct flock of fcntl(2) from memory; undefined where it does not count from the start of the file. */
export function parseStructFlock(bytes: Buffer): LockWish | undefined {
  if (bytes.length < STRUCT_FLOCK_SIZE || bytes.readInt16LE(2) !== SEEK_SET) return undefined;
  const type = bytes.readInt16LE(0);
  if (type !== F_RDLCK && type !== F_WRLCK) return undefined;
  const [start, length] = [bytes.readBigInt64LE(8), bytes.readBigInt64LE(16)];
  const mode = type === F_WRLCK ? 'write' : 'read';
  if (length === 0n) return {mode, start: byteOffset(start), end: null};
  return length > 0n
    ? {mode, start: byteOffset(start), end: endAt(start + length - 1n)}
    : {mode, start: byteOffset(start + length), end: endAt(start - 1n)};
}
