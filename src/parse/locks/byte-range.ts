/**
 * The place of a byte in a file, from 0. From 2^53 on, which a number does not say exactly, its decimal digits: one place has
 * one form, so that === compares two.
 */
export type ByteOffset = number | `${bigint}`;

/** Bytes of a file that a lock is for. */
export interface ByteRange {
  /** The first byte. */
  readonly start: ByteOffset;
  /** The last byte; null: whatever the end of the file is. */
  readonly end: ByteOffset | null;
}

/** The last place that a file can have, OFFSET_MAX of the kernel: a lock that ends there is one to the end of the file. */
const LAST = 2n ** 63n - 1n;

export function byteOffset(value: bigint): ByteOffset {
  return value > Number.MAX_SAFE_INTEGER ? `${value}` : Number(value);
}

/** The end of a range whose last byte is this one. */
export function endAt(last: bigint): ByteOffset | null {
  return last >= LAST ? null : byteOffset(last);
}

/** Whether two ranges have a byte in common. */
export function overlap(one: ByteRange, other: ByteRange): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function isBefore(end: ByteRange['end'], start: ByteOffset): boolean {
  if (end === null) return false;
  return typeof end === 'number' && typeof start === 'number' ? end < start : BigInt(end) < BigInt(start);
}
