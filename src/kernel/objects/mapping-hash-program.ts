import {
  add,
  assemble,
  copy,
  exit,
  type Instruction,
  load32,
  load64,
  type Register,
  STACK_END,
  set,
  set64,
  shiftRight,
  store64,
  whenEqual,
  whenNotZero,
} from '../bpf/bpf-program.ts';
import type {Btf} from '../bpf/btf.ts';
import {copyKernelMemory, writeRecord} from '../bpf/iterator-program.ts';
import {byteOffsetsOf} from '../bpf/struct-offsets.ts';

/** The members of kernel structs that a line of /proc/PID/maps depends on: struct and member in the kernel source. */
const wanted = {
  contextMeta: ['bpf_iter__task_vma', 'meta'],
  contextTask: ['bpf_iter__task_vma', 'task'],
  contextMapping: ['bpf_iter__task_vma', 'vma'],
  seqFile: ['bpf_iter_meta', 'seq'],
  tid: ['task_struct', 'pid'],
  tgid: ['task_struct', 'tgid'],
  start: ['vm_area_struct', 'vm_start'],
  end: ['vm_area_struct', 'vm_end'],
  flags: ['vm_area_struct', 'vm_flags'],
  pageOffset: ['vm_area_struct', 'vm_pgoff'],
  operations: ['vm_area_struct', 'vm_ops'],
  privateData: ['vm_area_struct', 'vm_private_data'],
  memory: ['vm_area_struct', 'vm_mm'],
  heapStart: ['mm_struct', 'start_brk'],
  heapEnd: ['mm_struct', 'brk'],
  stackStart: ['mm_struct', 'start_stack'],
  file: ['vm_area_struct', 'vm_file'],
  inode: ['file', 'f_inode'],
  /** Types without `const`, as whose members they can be told; since Linux 6.17 they have names of their own. */
  entry: ['file', '__f_path.dentry', 'f_path.dentry'],
  mount: ['file', '__f_path.mnt', 'f_path.mnt'],
} as const;

/** A name of anonymous memory: PR_SET_VMA_ANON_NAME, since Linux 5.17, of kernels that are built with it. */
const wantedOfNames = {name: ['vm_area_struct', 'anon_name']} as const;

/** Where the running kernel keeps the wanted members, and the BTF id of the function that stands for the iterator. */
export interface MappingHashLayout {
  readonly offsets: Readonly<Record<keyof typeof wanted, number>> & {readonly name?: number};
  readonly iteratorId: number;
}

/** Finds the layout; undefined where the kernel lacks the iterator (before Linux 5.12), or one of the members. */
export function findMappingHashLayout(btf: Btf): MappingHashLayout | undefined {
  const offsets = byteOffsetsOf(btf, wanted);
  const hasNames = btf.functionNamed('anon_vma_name_alloc') !== undefined;
  const ofNames = byteOffsetsOf(btf, wantedOfNames) ?? (hasNames ? undefined : {});
  const iteratorId = btf.functionNamed('bpf_iter_task_vma');
  if (!offsets || !ofNames || iteratorId === undefined) return undefined;
  return {offsets: {...offsets, ...ofNames}, iteratorId};
}

/** The record for each mapping: the pid, and the hash, in 64 bits each. */
export const mappingHashRecord = {pid: 0, hash: 8, size: 16} as const;

const task: Register = 6;
const seqFile: Register = 7;
const mapping: Register = 8;
const hash: Register = 9;
/** Registers for values that no call needs to preserve. */
const [word, struct, factor, address] = [1, 2, 3, 3] as const;

/** Where a pointer is put on the stack, below the record: the kernel computes with none that has a type. */
const POINTER_ON_STACK = -mappingHashRecord.size - 8;

/** hash ^= word */
const flipByWord: Instruction = {opcode: 0xaf, destination: hash, source: word, offset: 0, immediate: 0};
/** hash *= factor */
const multiply: Instruction = {opcode: 0x2f, destination: hash, source: factor, offset: 0, immediate: 0};

/**
 * The program that the kernel runs for each mapping of each process, and once more for none at the end. In C:
 *
 *     if (!ctx->task || !ctx->vma || ctx->task->pid != ctx->task->tgid) return 0;
 *     u64 hash = mix(vma->vm_start, vma->vm_end, vma->vm_flags, …, vma->vm_mm->start_brk, …, vma->vm_file->f_inode, …);
 *     bpf_seq_write(ctx->meta->seq, &(struct record){ctx->task->pid, hash}, 16);
 *     return 0;
 *
 * @param random an odd number of up to 53 bits, another one for each look, so that nobody can make two mappings of one hash
 */
export function mappingHashProgram({offsets}: MappingHashLayout, random: number): Uint8Array {
  // The lower half of the hash depends on all bits, too.
  const mixed = [
    flipByWord,
    ...set64(factor, random),
    multiply,
    copy(word, hash),
    shiftRight(word, 32),
    flipByWord,
  ];
  const mix = (from: Register, ...members: readonly (keyof typeof wanted)[]) =>
    members.flatMap(member => [load64(word, from, offsets[member]), ...mixed]);
  const mixPointer = (from: readonly Instruction[], offset: number) => [
    ...copyKernelMemory(POINTER_ON_STACK, [...from, add(address, offset)], 8),
    load64(word, STACK_END, POINTER_ON_STACK),
    ...mixed,
  ];
  const own = [copy(address, mapping)];
  const ofFile = [load64(address, mapping, offsets.file)];
  const {name} = offsets;
  return assemble([
    load64(task, 1, offsets.contextTask),
    load64(seqFile, 1, offsets.contextMeta),
    load64(mapping, 1, offsets.contextMapping),
    load64(seqFile, seqFile, offsets.seqFile),
    ...whenNotZero(task, [
      ...whenNotZero(mapping, [
        load32(word, task, offsets.tid),
        load32(struct, task, offsets.tgid),
        ...whenEqual(word, struct, [
          store64(STACK_END, mappingHashRecord.pid - mappingHashRecord.size, word),
          set(hash, 0),
          ...mix(mapping, 'start', 'end', 'flags', 'pageOffset'),
          load64(struct, mapping, offsets.memory),
          ...whenNotZero(struct, mix(struct, 'heapStart', 'heapEnd', 'stackStart')),
          ...mixPointer(own, offsets.operations),
          ...mixPointer(own, offsets.privateData),
          ...(name === undefined ? [] : mixPointer(own, name)),
          load64(struct, mapping, offsets.file),
          ...whenNotZero(struct, [
            ...mixPointer(ofFile, offsets.inode),
            ...mixPointer(ofFile, offsets.entry),
            ...mixPointer(ofFile, offsets.mount),
          ]),
          store64(STACK_END, mappingHashRecord.hash - mappingHashRecord.size, hash),
          ...writeRecord(seqFile, -mappingHashRecord.size, mappingHashRecord.size),
        ]),
      ]),
    ]),
    set(0, 0),
    exit(),
  ]);
}
