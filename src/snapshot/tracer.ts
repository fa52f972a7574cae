import {orUndefined} from '../kernel/read.ts';
import type {Process} from './process.ts';
import type {Snapshot} from './snapshot.ts';

/** The process that a task belongs to, given its tid: status names a tracer by that of one of its threads. */
export function processOfTask(snapshot: Snapshot, tid: number): Process | undefined {
  const task = snapshot.find(tid);
  return task && snapshot.find(orUndefined(task.status())?.tgid ?? tid);
}

/** Who traces a process by ptrace(2); undefined where nobody does, or where that was not seen. */
export function readTracer(snapshot: Snapshot, process: Process): Process | undefined {
  const tid = process.tracerPid() ?? 0;
  return tid === 0 ? undefined : processOfTask(snapshot, tid);
}

/** The processes, among these, whose main thread a process traces. */
export function traceesAmong(processes: readonly Process[], tracer: Process): Process[] {
  const tids = new Set((orUndefined(tracer.threads()) ?? []).map(({tid}) => tid));
  return processes.filter(process => tids.has(process.tracerPid() ?? 0));
}
