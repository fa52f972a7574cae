import type {Libc} from '../libc.ts';
import {inInitialPidNamespace} from '../pid-namespace.ts';
import type {BlockedCall} from '../process-table/blocked-call.ts';
import {mapRead, type Read, unreadable} from '../read.ts';
import {blockedCallProgram, decodeBlockedCalls, findBlockedCallLayout} from './blocked-call-program.ts';
import {runIterator} from './bpf-iterator.ts';
import type {Btf} from './btf.ts';

/** The system calls that the threads of the machine sleep in: see `Syscalls.blockedCalls`. */
export function readBlockedCalls(libc: Libc, types: () => Read<Btf>): Read<ReadonlyMap<number, BlockedCall>> {
  if (!inInitialPidNamespace()) return unreadable('EXDEV');
  const read = types();
  if (!read.ok) return read;
  const layout = findBlockedCallLayout(read.value);
  if (!layout) return unreadable('EBADMSG');
  return mapRead(runIterator(libc, blockedCallProgram(layout), layout.iteratorId), decodeBlockedCalls);
}
