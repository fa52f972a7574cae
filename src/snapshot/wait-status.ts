import {WAIT_STATUS} from './gap-names.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';

/**
 * How a zombie died, in waitpid(2)'s layout: field 52 of stat. The kernel prints 0 there for a reader without ptrace read
 * access. A 0 counts only where something else can be read that takes the same access, and is null where it can't.
 */
export function readWaitStatus(snapshot: Snapshot, process: Process): number | null {
  const {exitCode} = process.stat;
  return exitCode !== 0 || grantsPtraceRead(snapshot, process) ? exitCode : null;
}

/**
 * readlink(2) of exe takes the very access that field 52 does (PTRACE_MODE_READ_FSCREDS). Where it is granted, the link
 * fails for want of a program: ENOENT, as it would of a process that is gone.
 */
function grantsPtraceRead({source, ledger}: Snapshot, process: Process): boolean {
  const exe = source.procfs.link(`${process.pid}/exe`);
  const granted = exe.ok || (exe.errno === 'ENOENT' && process.isStillThere());
  if (!granted && !exe.ok) ledger.note(WAIT_STATUS, exe.errno, process.pid);
  return granted;
}
