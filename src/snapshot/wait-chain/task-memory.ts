import {orUndefined} from '../../kernel/read.ts';
import type {Snapshot} from '../snapshot.ts';

/** So many bytes of the memory of a task; undefined where not all of them may be read: it needs ptrace attach access. */
export function readMemory(
  snapshot: Snapshot,
  tid: number,
  address: bigint,
  length: number,
): Buffer | undefined {
  const bytes = orUndefined(snapshot.source.readAt(`${tid}/mem`, address, length));
  return bytes?.length === length ? bytes : undefined;
}
