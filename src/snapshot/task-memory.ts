import {orUndefined} from '../kernel/read.ts';
import type {Snapshot} from './snapshot.ts';

/** So many bytes of the memory of a task; undefined where not all of them may be read: it needs ptrace attach access. */
export function readMemory(
  {source}: Snapshot,
  tid: number,
  address: bigint,
  length: number,
): Buffer | undefined {
  const bytes = orUndefined(source.readAt(`${tid}/mem`, address, length));
  return bytes?.length === length ? bytes : undefined;
}

/** The bytes up to the NUL that ends a C string; undefined where that may not be read, or is no string of at most that size. */
export function readText({source}: Snapshot, tid: number, address: bigint, most: number): Buffer | undefined {
  const bytes = orUndefined(source.readAt(`${tid}/mem`, address, most));
  const end = bytes?.indexOf(0) ?? -1;
  return end < 0 ? undefined : bytes?.subarray(0, end);
}
