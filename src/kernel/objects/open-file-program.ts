import {
  add,
  assemble,
  copy,
  exit,
  type Instruction,
  load32,
  load64,
  negate,
  type Register,
  STACK_END,
  set,
  shiftLeft,
  shiftRight,
  store64,
  subtract,
  whenNotZero,
} from '../bpf/bpf-program.ts';
import type {Btf} from '../bpf/btf.ts';
import {copyKernelMemory, writeRecord} from '../bpf/iterator-program.ts';
import {byteOffsetsOf} from '../bpf/struct-offsets.ts';
import {openFileRecord as record} from './open-files.ts';

/** The members of kernel structs that are read for each descriptor: struct and member in the kernel source. */
const wanted = {
  contextMeta: ['bpf_iter__task_file', 'meta'],
  contextTask: ['bpf_iter__task_file', 'task'],
  contextDescriptor: ['bpf_iter__task_file', 'fd'],
  contextFile: ['bpf_iter__task_file', 'file'],
  seqFile: ['bpf_iter_meta', 'seq'],
  tid: ['task_struct', 'pid'],
  files: ['task_struct', 'files'],
  table: ['files_struct', 'fdt'],
  closeOnExec: ['fdtable', 'close_on_exec'],
  inode: ['file', 'f_inode'],
  locks: ['inode', 'i_flctx'],
} as const;

/** Where the running kernel keeps the wanted members, and the BTF id of the function that stands for the iterator. */
export interface OpenFileLayout {
  readonly offsets: Readonly<Record<keyof typeof wanted, number>>;
  readonly iteratorId: number;
}

/** Finds the layout; undefined where the kernel lacks the iterator (before Linux 5.8), or names a member differently. */
export function findOpenFileLayout(btf: Btf): OpenFileLayout | undefined {
  const offsets = byteOffsetsOf(btf, wanted);
  const iteratorId = btf.functionNamed('bpf_iter_task_file');
  return offsets && iteratorId !== undefined ? {offsets, iteratorId} : undefined;
}

const task: Register = 6;
const seqFile: Register = 7;
const file: Register = 8;
const [scratch, distance, address] = [1, 2, 3] as const;

/** Descriptors with one word of 64 bits in a bitmap, as a shift, and the size of that word, as a shift. */
const [IN_A_WORD, WORD_SIZE] = [6, 3] as const;

/**
 * The program that the kernel runs for each descriptor of each task that has a table of its own, and once more for none at the
 * end. In C:
 *
 *     if (!ctx->task || !ctx->file) return 0;
 *     struct record r = {.tid = ctx->task->pid, .descriptor = ctx->fd, .file = ctx->file,
 *                        .locks = ctx->file->f_inode->i_flctx,
 *                        .closeOnExec = ctx->task->files->fdt->close_on_exec[ctx->fd / 64]};
 *     bpf_seq_write(ctx->meta->seq, &r, sizeof r);
 *     return 0;
 */
export function openFileProgram({offsets}: OpenFileLayout): Uint8Array {
  const keep = (place: number) => store64(STACK_END, place - record.size, scratch);
  const follow = (place: number, from: readonly Instruction[], offset: number) =>
    copyKernelMemory(place - record.size, [...from, add(address, offset)], 8);
  const kept = (place: number) => [load64(address, STACK_END, place - record.size)];
  const inBitmap = [
    load64(distance, STACK_END, record.descriptor - record.size),
    shiftRight(distance, IN_A_WORD),
    shiftLeft(distance, WORD_SIZE),
    negate(distance),
    ...kept(record.closeOnExec),
    subtract(address, distance),
  ];
  return assemble([
    load64(task, 1, offsets.contextTask),
    load64(file, 1, offsets.contextFile),
    load64(seqFile, 1, offsets.contextMeta),
    load64(seqFile, seqFile, offsets.seqFile),
    load32(scratch, 1, offsets.contextDescriptor),
    keep(record.descriptor),
    ...whenNotZero(task, [
      ...whenNotZero(file, [
        load32(scratch, task, offsets.tid),
        keep(record.tid),
        copy(scratch, file),
        keep(record.file),
        ...follow(record.locks, [copy(address, file)], offsets.inode),
        ...follow(record.locks, kept(record.locks), offsets.locks),
        ...follow(record.closeOnExec, [copy(address, task)], offsets.files),
        ...follow(record.closeOnExec, kept(record.closeOnExec), offsets.table),
        ...follow(record.closeOnExec, kept(record.closeOnExec), offsets.closeOnExec),
        ...follow(record.closeOnExec, inBitmap, 0),
        ...writeRecord(seqFile, -record.size, record.size),
      ]),
    ]),
    set(0, 0),
    exit(),
  ]);
}
