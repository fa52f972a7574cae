import type {SignalAction} from '../syscalls.ts';
import {
  add,
  call,
  copy,
  helpers,
  type Instruction,
  load64,
  or,
  type Register,
  STACK_END,
  set,
  store64,
  whenZero,
} from './bpf-program.ts';
import {programOfProcesses, writeRecord} from './iterator-program.ts';
import type {TaskLayout} from './task-layout.ts';

/** The record that the program writes for each process: five 64-bit words, little-endian, at these offsets in bytes. */
const record = {pid: 0, startBoottimeNs: 8, handler: 16, flags: 24, subreaperByte: 32, size: 40} as const;

/** Field 22 of proc_pid_stat(5) counts hundredths of a second (USER_HZ) and is rounded down. */
const NS_PER_TICK = 10_000_000n;

/** Where the program puts the record together on its stack. */
const RECORD_ON_STACK = -record.size;

const task: Register = 6;
const seqFile: Register = 7;
const failures: Register = 8;

/**
 * The program that the kernel runs for each task, and once more for no task at the end. In C:
 *
 *     if (!ctx->task || ctx->task->pid != ctx->task->tgid) return 0;
 *     struct record r = {.pid = task->pid, .startBoottimeNs = task->start_boottime};
 *     failures  = bpf_probe_read_kernel(&r.handler, 8, &task->sighand->action[signal - 1].sa.sa_handler);
 *     failures |= bpf_probe_read_kernel(&r.flags, 8, &task->sighand->action[signal - 1].sa.sa_flags);
 *     failures |= bpf_probe_read_kernel(&r.subreaperByte, 1, &task->signal->…is_child_subreaper);
 *     if (!failures) bpf_seq_write(ctx->meta->seq, &r, sizeof r);
 *     return 0;
 *
 * A process that the kernel is releasing has no sighand any more, and is left out: zeros would mean "default".
 */
export function signalActionProgram({offsets, actionSize}: TaskLayout, signal: number): Uint8Array {
  const action = offsets.actions + (signal - 1) * actionSize + offsets.userAction;
  return programOfProcesses({offsets}, {task, seqFile}, [
    store64(STACK_END, RECORD_ON_STACK + record.pid, 1),
    load64(1, task, offsets.startBoottime),
    store64(STACK_END, RECORD_ON_STACK + record.startBoottimeNs, 1),
    set(failures, 0),
    ...readThrough(offsets.handlers, action + offsets.actionHandler, record.handler, 8),
    ...readThrough(offsets.handlers, action + offsets.actionFlags, record.flags, 8),
    ...readThrough(offsets.signals, offsets.childSubreaper, record.subreaperByte, 1),
    ...whenZero(failures, writeRecord(seqFile, RECORD_ON_STACK, record.size)),
  ]);
}

/** Copies `size` bytes into a word of the record, from `offset` behind the address in a pointer of the task. */
function readThrough(pointer: number, offset: number, word: number, size: 1 | 8): Instruction[] {
  return [
    set(1, 0),
    store64(STACK_END, RECORD_ON_STACK + word, 1),
    copy(1, STACK_END),
    add(1, RECORD_ON_STACK + word),
    set(2, size),
    load64(3, task, pointer),
    add(3, offset),
    call(helpers.probeReadKernel),
    or(failures, 0),
  ];
}

/** Decodes the records that the program wrote, by pid. Bytes that make no whole record are left out. */
export function decodeSignalActions(
  bytes: Uint8Array,
  childSubreaperMask: number,
): Map<number, SignalAction> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const actions = new Map<number, SignalAction>();
  for (let at = 0; at + record.size <= bytes.length; at += record.size) {
    actions.set(view.getUint32(at + record.pid, true), {
      startTicks: Number(view.getBigUint64(at + record.startBoottimeNs, true) / NS_PER_TICK),
      handler: view.getBigUint64(at + record.handler, true),
      flags: Number(view.getBigUint64(at + record.flags, true)),
      childSubreaper: (view.getUint8(at + record.subreaperByte) & childSubreaperMask) !== 0,
    });
  }
  return actions;
}
