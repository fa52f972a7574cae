import type {BlockedCall} from '../process-table/blocked-call.ts';
import {
  assemble,
  call,
  copy,
  exit,
  helpers,
  keepBits,
  load32,
  load64,
  type Register,
  STACK_END,
  set,
  store64,
  whenNotZero,
  whenZero,
} from './bpf-program.ts';
import type {Btf} from './btf.ts';
import {writeRecord} from './iterator-program.ts';
import {wordsOf} from './record-words.ts';
import {byteOffsetsOf} from './struct-offsets.ts';

/** The members of kernel structs that procdoc reads for each task: struct and member in the kernel source. */
const wanted = {
  contextMeta: ['bpf_iter__task', 'meta'],
  contextTask: ['bpf_iter__task', 'task'],
  seqFile: ['bpf_iter_meta', 'seq'],
  tid: ['task_struct', 'pid'],
  /** Named `state` before Linux 5.14. */
  state: ['task_struct', '__state', 'state'],
  exitState: ['task_struct', 'exit_state'],
  flags: ['task_struct', 'flags'],
  /** Whether the task is in a system call of a program of 32 bits. */
  callFlags: ['task_struct', 'thread_info.status'],
  /** The registers of x86-64, as a system call found them: the number, and the arguments in their order. */
  number: ['pt_regs', 'orig_ax'],
  first: ['pt_regs', 'di'],
  second: ['pt_regs', 'si'],
  third: ['pt_regs', 'dx'],
  fourth: ['pt_regs', 'r10'],
  fifth: ['pt_regs', 'r8'],
  sixth: ['pt_regs', 'r9'],
} as const;

/** Where the running kernel keeps the wanted members, and the BTF id of the function that stands for the iterator. */
export interface BlockedCallLayout {
  readonly offsets: Readonly<Record<keyof typeof wanted, number>>;
  readonly iteratorId: number;
}

/** Finds the layout; undefined on another architecture than x86-64, and where the kernel names a member differently. */
export function findBlockedCallLayout(btf: Btf): BlockedCallLayout | undefined {
  const offsets = byteOffsetsOf(btf, wanted);
  const iteratorId = btf.functionNamed('bpf_iter_task');
  return offsets && iteratorId !== undefined ? {offsets, iteratorId} : undefined;
}

/** PF_KTHREAD: a kernel thread makes no system calls. */
const KERNEL_THREAD = 0x0020_0000;
/** TS_COMPAT: the number is one of another table, and the arguments are in other registers. */
const OF_32_BITS = 2;

/** The members of a record that are registers, in their order. */
const registers = ['number', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth'] as const;

/** The record that the program writes for each task: the tid, and the registers as words of 64 bits, little-endian. */
const WORD_SIZE = 8;
const RECORD_SIZE = WORD_SIZE * (1 + registers.length);

const task: Register = 6;
const seqFile: Register = 7;
/** A register for a value that no call needs to preserve, and the one in which a call gives its value. */
const [scratch, value] = [1, 0] as const;

/**
 * The program that the kernel runs for each task, and once more for no task at the end. In C:
 *
 *     if (!ctx->task || !task->__state || task->exit_state || task->flags & PF_KTHREAD || task is in a call of 32 bits)
 *       return 0;
 *     struct pt_regs *regs = bpf_task_pt_regs(task);
 *     struct record r = {task->pid, regs->orig_ax, regs->di, regs->si, regs->dx, regs->r10, regs->r8, regs->r9};
 *     bpf_seq_write(ctx->meta->seq, &r, sizeof r);
 *     return 0;
 */
export function blockedCallProgram({offsets}: BlockedCallLayout): Uint8Array {
  const word = (at: number) => at * WORD_SIZE - RECORD_SIZE;
  const ofTask = (member: 'state' | 'exitState' | 'flags' | 'callFlags', mask?: number) => [
    load32(scratch, task, offsets[member]),
    ...(mask === undefined ? [] : [keepBits(scratch, mask)]),
  ];
  const write = [
    load32(scratch, task, offsets.tid),
    store64(STACK_END, word(0), scratch),
    copy(1, task),
    call(helpers.taskRegisters),
    ...registers.flatMap((name, at) => [
      load64(scratch, value, offsets[name]),
      store64(STACK_END, word(at + 1), scratch),
    ]),
    ...writeRecord(seqFile, -RECORD_SIZE, RECORD_SIZE),
  ];
  const unlessOf32Bits = [...ofTask('callFlags', OF_32_BITS), ...whenZero(scratch, write)];
  const unlessOfKernel = [...ofTask('flags', KERNEL_THREAD), ...whenZero(scratch, unlessOf32Bits)];
  const unlessExited = [...ofTask('exitState'), ...whenZero(scratch, unlessOfKernel)];
  return assemble([
    load64(task, 1, offsets.contextTask),
    load64(seqFile, 1, offsets.contextMeta),
    load64(seqFile, seqFile, offsets.seqFile),
    ...whenNotZero(task, [...ofTask('state'), ...whenNotZero(scratch, unlessExited)]),
    set(0, 0),
    exit(),
  ]);
}

/**
 * The calls that the program wrote, by tid. Workers are in the same call as the one before, and then have one value in
 * common. Who is blocked outside of a call has no number of one, and is left out.
 */
export function decodeBlockedCalls(bytes: Uint8Array): ReadonlyMap<number, BlockedCall> {
  const words = wordsOf(bytes);
  const width = RECORD_SIZE / 4;
  const calls = new Map<number, BlockedCall>();
  let [last, lastAt]: [BlockedCall | undefined, number] = [undefined, 0];
  for (let at = 0; at + width <= words.length; at += width) {
    if (last === undefined || !isEqual(words, at + 2, lastAt + 2, width - 2)) {
      [last, lastAt] = [callAt(words, at + 2), at];
    }
    if (last.number >= 0) calls.set(words[at] ?? 0, last);
  }
  return calls;
}

function isEqual(words: Uint32Array, one: number, other: number, count: number): boolean {
  for (let at = 0; at < count; at++) if (words[one + at] !== words[other + at]) return false;
  return true;
}

/** The number of a call is an int; the first argument follows it. */
function callAt(words: Uint32Array, at: number): BlockedCall {
  const whole = (place: number) => (BigInt(words[place + 1] ?? 0) << 32n) | BigInt(words[place] ?? 0);
  return {
    number: (words[at] ?? 0) | 0,
    args: Array.from({length: registers.length - 1}, (_, argument) => whole(at + 2 * (argument + 1))),
  };
}
