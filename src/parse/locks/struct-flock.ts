/** A lock that a call asks for: its mode, and the bytes of the file. */
export interface LockWish {
  readonly mode: 'read' | 'write';
  /** `start` is the first byte of the range, `end` the last; a null `end` is the end of the file. */
  readonly start: number;
  readonly end: number | null;
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
  const [start, length] = [Number(bytes.readBigInt64LE(8)), Number(bytes.readBigInt64LE(16))];
  const mode = type === F_WRLCK ? 'write' : 'read';
  if (length === 0) return {mode, start, end: null};
  return length > 0 ? {mode, start, end: start + length - 1} : {mode, start: start + length, end: start - 1};
}
