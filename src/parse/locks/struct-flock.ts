/** What is asked of a file: a lock of a mode on these bytes. */
export interface LockWish {
  readonly mode: 'read' | 'write';
  /** First byte, and last byte; null: to the end of the file. */
  readonly start: number;
  readonly end: number | null;
}

/** struct flock of a 64-bit kernel, <asm-generic/fcntl.h>: type, whence (short each), start, length (64 bits each), pid. */
export const STRUCT_FLOCK_SIZE = 32;

const F_RDLCK = 0;
const F_WRLCK = 1;
const SEEK_SET = 0;

/** The struct flock that fcntl(2) takes, as it lies in memory; undefined where it does not count from the file's begin. */
export function parseStructFlock(bytes: Buffer): LockWish | undefined {
  if (bytes.length < STRUCT_FLOCK_SIZE || bytes.readInt16LE(2) !== SEEK_SET) return undefined;
  const type = bytes.readInt16LE(0);
  if (type !== F_RDLCK && type !== F_WRLCK) return undefined;
  const [start, length] = [Number(bytes.readBigInt64LE(8)), Number(bytes.readBigInt64LE(16))];
  const mode = type === F_WRLCK ? 'write' : 'read';
  if (length === 0) return {mode, start, end: null};
  return length > 0 ? {mode, start, end: start + length - 1} : {mode, start: start + length, end: start - 1};
}
