import {load32, load64, type Register, whenZero} from '../bpf/bpf-program.ts';
import {kinds, record} from './event-record.ts';
import {keep, keepValue, programOf, type RecordWriter, task} from './record-writer.ts';

const signals: Register = 8;

/** For sched_process_fork(parent, child): a new process, and not a new thread. */
export function forkProgram(writer: RecordWriter): Uint8Array {
  return programOf([load64(task, 1, 8), ...writer.ifMainThread(writer.write(kinds.fork))]);
}

/** For sched_process_exec(task, …), after which the process has one thread, the main one. */
export function execProgram(writer: RecordWriter): Uint8Array {
  return programOf([load64(task, 1, 0), ...writer.write(kinds.exec)]);
}

/** For sched_process_exit(task, …): the last thread of a process, whose main thread stands for it. */
export function exitProgram(writer: RecordWriter): Uint8Array {
  const {live, leader, exitCode} = writer.offsets;
  return programOf([
    load64(task, 1, 0),
    load64(signals, task, writer.offsets.signals),
    load32(1, signals, live),
    ...whenZero(1, [
      load64(task, task, leader),
      ...writer.keepGroup(signals),
      load32(1, task, exitCode),
      keep(record.exitCode, 1),
      ...writer.write(kinds.exit),
    ]),
  ]);
}

/** For release_task(task) or sched_process_free(task), of a main thread. */
export function reapProgram(writer: RecordWriter): Uint8Array {
  return programOf([load64(task, 1, 0), ...writer.ifMainThread(writer.write(kinds.reap))]);
}

/** For mark_victim(task) since Linux 6.8, of a pid before. */
export function oomProgram(writer: RecordWriter, takesPointer: boolean): Uint8Array {
  if (takesPointer) return programOf([load64(task, 1, 0), ...writer.write(kinds.oom)]);
  const words = [record.startBoottimeNs, record.ppid, record.comm, record.comm + 8];
  return programOf([
    load64(1, 1, 0),
    keep(record.pid, 1),
    ...words.flatMap(at => keepValue(at, 0)),
    ...writer.output(kinds.oom, record.size),
  ]);
}
