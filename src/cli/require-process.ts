import {meansGone, orUndefined} from '../kernel/read.ts';
import type {Diagnosis} from '../rules/diagnosis/diagnosis.ts';
import {named} from '../rules/words/named.ts';
import type {Descriptor} from '../snapshot/descriptor.ts';
import type {Process} from '../snapshot/process.ts';
import {readPrivileges} from '../snapshot/process-table/privileges.ts';
import type {Snapshot} from '../snapshot/snapshot.ts';
import {CannotLook} from './failures.ts';

/** A process that was asked for by its pid, or by a name, which has found its start, too. */
export interface AskedPid {
  readonly pid: number;
  readonly startTicks?: number;
}

/**
 * The process that was asked for by its pid. /proc/TID is there for every thread (proc(5)), but it isn't listed, and an
 * answer about a thread alone would be one about no process.
 */
export function requireProcess(snapshot: Snapshot, asked: number | AskedPid): Process {
  const {pid, startTicks = undefined} = typeof asked === 'number' ? {pid: asked} : asked;
  const process = snapshot.process(pid);
  if (startTicks !== undefined && orUndefined(process)?.stat.startTicks !== startTicks)
    throw new CannotLook({kind: 'process-has-exited', pid});
  const leader = threadGroupOf(snapshot, pid);
  if (leader !== undefined && leader !== pid) {
    const owner = snapshot.find(leader);
    throw new CannotLook({kind: 'pid-of-thread', tid: pid, pid: leader, owner: owner ? named(owner) : null});
  }
  if (process.ok) return process.value;
  const isRecorded = snapshot.machine.recorded !== undefined;
  throw new CannotLook(
    isRecorded || meansGone(process.errno)
      ? {kind: 'no-such-process', pid, isRecorded}
      : {kind: 'process-not-visible', pid, errno: process.errno},
  );
}

/** The pid of the process that a task belongs to; a recording has threads only below their processes. */
function threadGroupOf(snapshot: Snapshot, tid: number): number | undefined {
  const task = snapshot.find(tid);
  if (task) return orUndefined(task.status())?.tgid;
  if (!snapshot.machine.recorded) return undefined;
  const hasTask = (process: Process) => orUndefined(process.threads())?.some(thread => thread.tid === tid);
  return snapshot.processes().find(hasTask)?.pid;
}

/** Fails for a diagnosis that is about no process: it found nothing because there was nothing to look at. */
export function requireSubjects({lookedAt}: Diagnosis): void {
  if (lookedAt > 0) return;
  throw new CannotLook({kind: 'no-process-to-check'});
}

/** The descriptors of the process that was asked for; listing them takes ptrace read access. */
export function requireDescriptors(snapshot: Snapshot, process: Process): Descriptor[] {
  const descriptors = process.descriptors();
  if (descriptors.ok) return descriptors.value;
  const {pid} = process;
  if (meansGone(descriptors.errno)) throw new CannotLook({kind: 'process-has-exited', pid});
  const privileges = readPrivileges(snapshot.machine);
  throw new CannotLook({kind: 'descriptors-unreadable', pid, errno: descriptors.errno, privileges});
}
