import {
  add,
  assemble,
  call,
  copy,
  exit,
  helpers,
  type Instruction,
  load32,
  load64,
  type Register,
  STACK_END,
  set,
  whenEqual,
  whenNotZero,
} from './bpf-program.ts';
import type {TaskLayout} from './task-layout.ts';

/** What a program of the task iterator keeps in registers that no call overwrites. */
interface TaskRegisters {
  readonly task: Register;
  /** The file that the kernel is read by. */
  readonly seqFile: Register;
}

/**
 * The program that the kernel runs for each task, and once more for no task at the end, whose body runs for each process.
 * In C: `if (ctx->task && ctx->task->pid == ctx->task->tgid) { body } return 0;`
 * @param body finds the pid in register 1
 */
export function programOfProcesses(
  {offsets}: Pick<TaskLayout, 'offsets'>,
  {task, seqFile}: TaskRegisters,
  body: readonly Instruction[],
): Uint8Array {
  return assemble([
    load64(task, 1, offsets.contextTask),
    load64(seqFile, 1, offsets.contextMeta),
    load64(seqFile, seqFile, offsets.seqFile),
    ...whenNotZero(task, [
      load32(1, task, offsets.tid),
      load32(2, task, offsets.tgid),
      ...whenEqual(1, 2, body),
    ]),
    set(0, 0),
    exit(),
  ]);
}

/** Writes a record that lies at this place of the stack: bpf_seq_write(). */
export function writeRecord(seqFile: Register, place: number, size: number): Instruction[] {
  return [copy(1, seqFile), copy(2, STACK_END), add(2, place), set(3, size), call(helpers.seqWrite)];
}

/**
 * Copies memory of the kernel to this place of the stack, zeros where it can't be read: bpf_probe_read_kernel().
 * @param address puts the address into register 3
 */
export function copyKernelMemory(
  place: number,
  address: readonly Instruction[],
  size: number,
): Instruction[] {
  return [...address, copy(1, STACK_END), add(1, place), set(2, size), call(helpers.probeReadKernel)];
}
