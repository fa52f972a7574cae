import type {InodeNumber} from '../procfs.ts';
import {
  add,
  assemble,
  copy,
  exit,
  type Instruction,
  load16,
  load32,
  load64,
  type Register,
  STACK_END,
  set,
  store64,
  whenNotZero,
} from './bpf-program.ts';
import type {Btf} from './btf.ts';
import {entryRecord as record} from './descriptor-entry-record.ts';
import {copyKernelMemory, writeRecord} from './iterator-program.ts';
import {byteOffsetsOf} from './struct-offsets.ts';
import {whenAmong} from './wanted-inodes.ts';

/** The members of kernel structs that procdoc reads for each open file: struct and member in the kernel source. */
const wanted = {
  contextMeta: ['bpf_iter__task_file', 'meta'],
  contextTask: ['bpf_iter__task_file', 'task'],
  contextDescriptor: ['bpf_iter__task_file', 'fd'],
  contextFile: ['bpf_iter__task_file', 'file'],
  seqFile: ['bpf_iter_meta', 'seq'],
  /** The thread id in the initial pid namespace. */
  tid: ['task_struct', 'pid'],
  table: ['task_struct', 'files'],
  fileMode: ['file', 'f_mode'],
  inode: ['file', 'f_inode'],
  inodeNumber: ['inode', 'i_ino'],
  inodeMode: ['inode', 'i_mode'],
  superBlock: ['inode', 'i_sb'],
  /** What the kind of a file system is known by. */
  magic: ['super_block', 's_magic'],
  pipe: ['inode', 'i_pipe'],
  pipeFiles: ['pipe_inode_info', 'files'],
} as const;

/** The counter of references to an open file. Since Linux 6.13 (f_ref), it holds one less than the references. */
const counters = [
  {wanted: {references: ['file', 'f_ref']}, missing: 1},
  {wanted: {references: ['file', 'f_count']}, missing: 0},
] as const;

/** The reference with which the iterator itself keeps the file while the program looks at it. */
const OWN_REFERENCES = 1;

/** Where the running kernel keeps the wanted members, and the BTF id of the function that stands for the iterator. */
export interface EntryLayout {
  readonly offsets: Readonly<Record<keyof typeof wanted | 'references', number>>;
  /** What to add to the counter to get the number of references without the iterator's own. */
  readonly referencesOffBy: number;
  readonly iteratorId: number;
}

/**
 * Finds the layout; undefined where the kernel lacks the iterator (before Linux 5.8), or names a member
 * differently.
 */
export function findEntryLayout(btf: Btf): EntryLayout | undefined {
  const offsets = byteOffsetsOf(btf, wanted);
  const iteratorId = btf.functionNamed('bpf_iter_task_file');
  if (!offsets || iteratorId === undefined) return undefined;
  for (const counter of counters) {
    const counted = byteOffsetsOf(btf, counter.wanted);
    if (counted)
      return {
        offsets: {...offsets, ...counted},
        referencesOffBy: counter.missing - OWN_REFERENCES,
        iteratorId,
      };
  }
  return undefined;
}

const RECORD_ON_STACK = -record.size;

const task: Register = 6;
const seqFile: Register = 7;
const file: Register = 8;
const inode: Register = 9;
/** A register for values that no call needs to preserve. */
const scratch: Register = 1;
const isWanted: Register = 2;
const compared: Register = 3;

/**
 * The program that the kernel runs for each descriptor of each task that has a table of its own, and once more for no
 * descriptor at the end. In C:
 *
 *     if (!ctx->task || !ctx->file) return 0;
 *     struct inode *inode = ctx->file->f_inode;
 *     if (there are some wanted, and inode->i_ino is not among them) return 0;
 *     struct record r = {.tid = ctx->task->pid, .descriptor = ctx->fd, .inodeNumber = inode->i_ino, …};
 *     bpf_probe_read_kernel(&r.pipeFiles, 4, &inode->i_pipe->files);
 *     bpf_probe_read_kernel(&r.magic, 8, &inode->i_sb->s_magic);
 *     bpf_seq_write(ctx->meta->seq, &r, sizeof r);
 *     return 0;
 *
 * An inode that is not a pipe or FIFO has something else in the place of i_pipe, so pipeFiles means nothing there.
 *
 * @param inodes the numbers of the wanted inodes; undefined for all
 */
export function descriptorEntryProgram({offsets}: EntryLayout, inodes?: readonly InodeNumber[]): Uint8Array {
  const keep = (word: number) => store64(STACK_END, RECORD_ON_STACK + word, scratch);
  const read = (word: number, ...value: Instruction[]) => [...value, keep(word)];
  const follow = (word: number, address: readonly Instruction[], size: number) =>
    copyKernelMemory(RECORD_ON_STACK + word, address, size);
  const write = [
    ...read(record.tid, load32(scratch, task, offsets.tid)),
    ...read(record.inodeNumber, load64(scratch, inode, offsets.inodeNumber)),
    ...read(record.inode, copy(scratch, inode)),
    ...read(record.table, load64(scratch, task, offsets.table)),
    ...read(record.file, copy(scratch, file)),
    ...read(record.fileMode, load32(scratch, file, offsets.fileMode)),
    ...read(record.references, load64(scratch, file, offsets.references)),
    ...read(record.inodeMode, load16(scratch, inode, offsets.inodeMode)),
    ...read(record.pipeFiles, set(scratch, 0)),
    ...follow(record.pipeFiles, [load64(3, inode, offsets.pipe), add(3, offsets.pipeFiles)], 4),
    ...follow(record.magic, [load64(3, inode, offsets.superBlock), add(3, offsets.magic)], 8),
    ...writeRecord(seqFile, RECORD_ON_STACK, record.size),
  ];
  const writeIfAmong = (numbers: readonly InodeNumber[]) => [
    load64(scratch, inode, offsets.inodeNumber),
    set(isWanted, 0),
    ...whenAmong(numbers, scratch, compared, [set(isWanted, 1)]),
    ...whenNotZero(isWanted, write),
  ];
  return assemble([
    load64(task, 1, offsets.contextTask),
    load64(file, 1, offsets.contextFile),
    load64(seqFile, 1, offsets.contextMeta),
    load64(seqFile, seqFile, offsets.seqFile),
    ...read(record.descriptor, load32(scratch, 1, offsets.contextDescriptor)),
    ...whenNotZero(task, [
      ...whenNotZero(file, [load64(inode, file, offsets.inode), ...(inodes ? writeIfAmong(inodes) : write)]),
    ]),
    set(0, 0),
    exit(),
  ]);
}
