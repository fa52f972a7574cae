import type {BlockedCall} from '../../kernel/process-table/blocked-call.ts';
import {orUndefined} from '../../kernel/read.ts';
import type {Syscalls} from '../../kernel/syscalls.ts';
import {readPrivileges} from '../process-table/privileges.ts';
import type {Snapshot} from '../snapshot.ts';

/**
 * The calls that threads sleep in, by tid, from one look of the kernel: proc_pid_syscall(5) has them, too, of one it leaves
 * out. Undefined where the syscall files are to be read: of few processes, and where those may be refused, which is a gap
 * in the answer.
 */
export function readBlockedCalls(
  snapshot: Snapshot,
  syscalls: Pick<Syscalls, 'blockedCalls'>,
): ReadonlyMap<number, BlockedCall> | undefined {
  if (!snapshot.table || readPrivileges(snapshot.machine).lacks('CAP_SYS_PTRACE')) return undefined;
  return orUndefined(syscalls.blockedCalls());
}
