import {type Look, record} from '../process-table/process-record.ts';
import {add, copy, load64, STACK_END, store32, whenEqual, whenNotZero} from './bpf-program.ts';
import {programOfProcesses, writeRecord} from './iterator-program.ts';
import {childActions, dispositions, noDispositions} from './process-actions.ts';
import {
  addresses,
  handlers,
  POINTER_SIZE,
  probe,
  RECORD_ON_STACK,
  seqFile,
  signals,
  task,
} from './process-frame.ts';
import type {ProcessLayout} from './process-layout.ts';
import {sharedMembers, taskMembers} from './process-members.ts';
import {noProgramName, programName} from './program-name.ts';

/**
 * The program that the kernel runs for each task, and once more for no task at the end. In C:
 *
 *     if (!ctx->task || ctx->task->pid != ctx->task->tgid || !task->signal || !task->sighand) return 0;
 *     struct record r = {.pid = task->pid, .ppid = task->real_parent->tgid, .pgid = task->signal->pids[2]->…, …};
 *     if (task->sighand == the one that was read) bpf_seq_write(ctx->meta->seq, &r, sizeof r);
 *     return 0;
 *
 * A process that the kernel is releasing loses its sighand, and is left out, as /proc leaves it out. Pointers are tested
 * before they are followed: a kernel whose types say that one may be NULL refuses the program otherwise. The kernel looks
 * up the type of each pointer that is loaded from a task for half a millisecond while it loads the program, so that what
 * only such a pointer leads to is read by bpf_probe_read_kernel instead (measured on Linux 6.18).
 */
export function processProgram(layout: ProcessLayout, look: Look): Uint8Array {
  const {offsets} = layout;
  const actions = look === 'whole' ? dispositions(layout) : noDispositions();
  const name = look === 'brief' ? noProgramName() : programName(layout);
  return programOfProcesses(layout, {task, seqFile}, [
    store32(STACK_END, RECORD_ON_STACK + record.pid, 1),
    load64(signals, task, offsets.signals),
    load64(handlers, task, offsets.handlers),
    ...whenNotZero(signals, [
      ...whenNotZero(handlers, [
        ...actions,
        ...childActions(layout),
        ...taskMembers(layout),
        ...sharedMembers(layout),
        ...name,
        ...probe(addresses.other, [copy(3, task), add(3, offsets.handlers)], POINTER_SIZE),
        load64(1, STACK_END, RECORD_ON_STACK + addresses.other),
        ...whenEqual(1, handlers, writeRecord(seqFile, RECORD_ON_STACK, record.size)),
      ]),
    ]),
  ]);
}
