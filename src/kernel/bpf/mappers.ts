import type {Libc} from '../libc.ts';
import {inInitialPidNamespace} from '../pid-namespace.ts';
import type {InodeNumber} from '../procfs.ts';
import {mapRead, type Read, unreadable} from '../read.ts';
import {runIterator} from './bpf-iterator.ts';
import type {Btf} from './btf.ts';
import {decodeMappers, findMappingLayout, mappingProgram} from './mapping-program.ts';
import {MOST_INODES} from './wanted-inodes.ts';

/**
 * Which processes have one of these files mapped, or, without any, one whose name is gone: see `Syscalls.mappers`.
 */
export function readMappers(
  libc: Libc,
  types: () => Read<Btf>,
  inodes?: readonly InodeNumber[],
): Read<ReadonlySet<number>> {
  if (inodes && inodes.length > MOST_INODES) return unreadable('E2BIG');
  if (!inInitialPidNamespace()) return unreadable('EXDEV');
  const read = types();
  if (!read.ok) return read;
  const layout = findMappingLayout(read.value);
  if (!layout) return unreadable('EBADMSG');
  return mapRead(runIterator(libc, mappingProgram(layout, inodes), layout.iteratorId), decodeMappers);
}
