import {
  add,
  assemble,
  call,
  copy,
  exit,
  helpers,
  load32,
  load64,
  type Register,
  STACK_END,
  set,
  set64,
  store64,
  whenEqual,
  whenNotZero,
} from './bpf-program.ts';
import type {Btf} from './btf.ts';
import {byteOffsetsOf} from './struct-offsets.ts';
import type {DescriptorId} from './syscalls.ts';

/** What procdoc reads of the kernel's memory for each open file. */
const wanted = {
  contextMeta: ['bpf_iter__task_file', 'meta'],
  contextTask: ['bpf_iter__task_file', 'task'],
  contextDescriptor: ['bpf_iter__task_file', 'fd'],
  contextFile: ['bpf_iter__task_file', 'file'],
  seqFile: ['bpf_iter_meta', 'seq'],
  /** The thread id, in the initial pid namespace. */
  tid: ['task_struct', 'pid'],
  inode: ['file', 'f_inode'],
  inodeNumber: ['inode', 'i_ino'],
} as const;

/** Where the running kernel keeps that, and the BTF id of the function that stands for the iterator. */
export interface FileLayout {
  readonly offsets: Readonly<Record<keyof typeof wanted, number>>;
  readonly iteratorId: number;
}

/** Undefined where the kernel has no such iterator (before Linux 5.8) or calls a member otherwise. */
export function findFileLayout(btf: Btf): FileLayout | undefined {
  const offsets = byteOffsetsOf(btf, wanted);
  const iteratorId = btf.functionNamed('bpf_iter_task_file');
  return offsets && iteratorId !== undefined ? {offsets, iteratorId} : undefined;
}

/** What the program writes of each descriptor: three 64-bit words, little-endian, at these offsets. */
const record = {tid: 0, descriptor: 8, inode: 16, size: 24} as const;
const RECORD_ON_STACK = -record.size;

const task: Register = 6;
const seqFile: Register = 7;
const file: Register = 8;
const isWanted: Register = 9;

/**
 * The program that the kernel runs once for each descriptor of each task that has a table of its own (and a
 * last time for none), in C:
 *
 *     if (!ctx->task || !ctx->file) return 0;
 *     struct record r = {.tid = ctx->task->pid, .descriptor = ctx->fd, .inode = ctx->file->f_inode->i_ino};
 *     if (r.inode is one of the wanted, if there are any) bpf_seq_write(ctx->meta->seq, &r, sizeof r);
 *     return 0;
 *
 * @param wanted undefined: every inode
 */
export function openInodeProgram({offsets}: FileLayout, wanted?: readonly number[]): Uint8Array {
  const write = [
    copy(1, seqFile),
    copy(2, STACK_END),
    add(2, RECORD_ON_STACK),
    set(3, record.size),
    call(helpers.seqWrite),
  ];
  const choose = (inodes: readonly number[]) => [
    set(isWanted, 0),
    ...inodes.flatMap(inode => [...set64(2, inode), ...whenEqual(1, 2, [set(isWanted, 1)])]),
    ...whenNotZero(isWanted, write),
  ];
  return assemble([
    load64(task, 1, offsets.contextTask),
    load64(file, 1, offsets.contextFile),
    load32(2, 1, offsets.contextDescriptor),
    store64(STACK_END, RECORD_ON_STACK + record.descriptor, 2),
    load64(seqFile, 1, offsets.contextMeta),
    load64(seqFile, seqFile, offsets.seqFile),
    ...whenNotZero(task, [
      ...whenNotZero(file, [
        load32(1, task, offsets.tid),
        store64(STACK_END, RECORD_ON_STACK + record.tid, 1),
        load64(1, file, offsets.inode),
        load64(1, 1, offsets.inodeNumber),
        store64(STACK_END, RECORD_ON_STACK + record.inode, 1),
        ...(wanted ? choose(wanted) : write),
      ]),
    ]),
    set(0, 0),
    exit(),
  ]);
}

/** A descriptor and the number of the inode it leads to. */
export interface OpenInode extends DescriptorId {
  readonly inode: number;
}

/** The records that the program wrote. Bytes that make no whole record are left out. */
export function decodeOpenInodes(bytes: Uint8Array): OpenInode[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({length: Math.floor(bytes.length / record.size)}, (_, row) => {
    const at = row * record.size;
    return {
      pid: view.getUint32(at + record.tid, true),
      fd: view.getUint32(at + record.descriptor, true),
      inode: Number(view.getBigUint64(at + record.inode, true)),
    };
  });
}
