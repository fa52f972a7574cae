import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {THREAD_DESCRIPTORS} from '../gap-names.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * The parent of a process, where the two have one descriptor table in common: clone(2) CLONE_FILES, and vfork(2) until
 * the child's execve(2). What one of them opens or closes is open or closed in the other.
 */
export function parentWithTable(
  snapshot: Snapshot,
  syscalls: Syscalls,
  process: Process,
): Process | undefined {
  const parent = process.stat.forkedWithoutExec ? snapshot.parentOf(process) : undefined;
  const isShared = parent && orUndefined(syscalls.shareDescriptorTable(process.pid, parent.pid));
  return isShared ? parent : undefined;
}

/** The parent and the children that have one descriptor table in common with a process. */
export function sharersOfTable(snapshot: Snapshot, syscalls: Syscalls, process: Process): Process[] {
  const children = snapshot
    .childrenOf(process)
    .filter(child => parentWithTable(snapshot, syscalls, child) === process);
  return [parentWithTable(snapshot, syscalls, process) ?? [], children].flat();
}

/** Notes that threads of a process have descriptor tables of their own, which its /proc/PID/fd doesn't show. */
export function noteThreadTables({source, ledger}: Snapshot, syscalls: Syscalls, {pid, stat}: Process): void {
  if (stat.threads === 1 || !syscalls.kcmpUsable().ok) return;
  const tids = (orUndefined(source.list(`${pid}/task`)) ?? []).map(Number).filter(tid => tid !== pid);
  if (tids.some(tid => orUndefined(syscalls.shareDescriptorTable(pid, tid)) === false))
    ledger.note(THREAD_DESCRIPTORS, 'ENODATA', pid);
}
