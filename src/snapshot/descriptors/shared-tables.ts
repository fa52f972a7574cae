import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {type Descriptor, descriptorOf} from '../descriptor.ts';
import {THREAD_DESCRIPTORS} from '../gap-names.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {listedChildren} from './near-relatives.ts';

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
  // Where others are known already, so are the children.
  const areKnown = snapshot.table !== undefined || snapshot.machine.recorded;
  const children = (areKnown ? undefined : listedChildren(snapshot, process)) ?? snapshot.childrenOf(process);
  const sharing = children.filter(child => parentWithTable(snapshot, syscalls, child) === process);
  return [parentWithTable(snapshot, syscalls, process) ?? [], sharing].flat();
}

/** Notes that threads of a process have descriptor tables of their own, which its /proc/PID/fd doesn't show. */
export function noteThreadTables(snapshot: Snapshot, syscalls: Syscalls, process: Process): void {
  if (tasksWithTables(snapshot, syscalls, process).length > 0)
    snapshot.ledger.note(THREAD_DESCRIPTORS, 'ENODATA', process.pid);
}

/**
 * What threads of a process have open in descriptor tables of their own, unshare(2) CLONE_FILES, beside what such a table
 * still has of the table of the process.
 */
export function threadDescriptors(snapshot: Snapshot, syscalls: Syscalls, process: Process): Descriptor[] {
  return tasksWithTables(snapshot, syscalls, process).flatMap(tid => {
    const fds = orUndefined(snapshot.source.list(`${tid}/fd`)) ?? [];
    const own = fds.map(Number).sort((a, b) => a - b);
    return own
      .filter(fd => {
        const order = syscalls.compareDescriptions({pid: process.pid, fd}, {pid: tid, fd});
        return !order.ok || order.value !== 0;
      })
      .map(fd => descriptorOf(snapshot, tid, fd));
  });
}

/** A thread for each table that a process has besides its own; none where kcmp(2) can't be asked. */
function tasksWithTables({source}: Snapshot, syscalls: Syscalls, {pid, stat}: Process): number[] {
  if (stat.threads === 1 || !syscalls.kcmpUsable().ok) return [];
  const found = [pid];
  for (const tid of (orUndefined(source.list(`${pid}/task`)) ?? []).map(Number)) {
    const isKnown = found.some(other => orUndefined(syscalls.shareDescriptorTable(other, tid)) !== false);
    if (!isKnown) found.push(tid);
  }
  return found.slice(1);
}
