import type {Libc} from '../libc.ts';
import {inInitialPidNamespace} from '../pid-namespace.ts';
import {mapRead, type Read, unreadable} from '../read.ts';
import {runIterator} from './bpf-iterator.ts';
import type {Btf} from './btf.ts';
import {decodeDeletedMappings, deletedMappingProgram, findMappingLayout} from './deleted-mapping-program.ts';

/** Which processes have a file mapped whose name is gone: see `Syscalls.deletedMappers`. */
export function readDeletedMappers(libc: Libc, types: () => Read<Btf>): Read<ReadonlySet<number>> {
  if (!inInitialPidNamespace()) return unreadable('EXDEV');
  const read = types();
  if (!read.ok) return read;
  const layout = findMappingLayout(read.value);
  if (!layout) return unreadable('EBADMSG');
  return mapRead(runIterator(libc, deletedMappingProgram(layout), layout.iteratorId), decodeDeletedMappings);
}
