import type {InodeNumber} from '../procfs.ts';
import {
  add,
  assemble,
  exit,
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
  whenZero,
} from './bpf-program.ts';
import type {Btf} from './btf.ts';
import {copyKernelMemory, writeRecord} from './iterator-program.ts';
import {byteOffsetsOf} from './struct-offsets.ts';
import {whenAmong} from './wanted-inodes.ts';

/** The members of kernel structs that procdoc reads for each mapping: struct and member in the kernel source. */
const wanted = {
  contextMeta: ['bpf_iter__task_vma', 'meta'],
  contextTask: ['bpf_iter__task_vma', 'task'],
  contextMapping: ['bpf_iter__task_vma', 'vma'],
  seqFile: ['bpf_iter_meta', 'seq'],
  tgid: ['task_struct', 'tgid'],
  file: ['vm_area_struct', 'vm_file'],
  inode: ['file', 'f_inode'],
  inodeNumber: ['inode', 'i_ino'],
  /** Types without `const`, as whose members they can be told; since Linux 6.17 they have names of their own. */
  entry: ['file', '__f_path.dentry', 'f_path.dentry'],
  mount: ['file', '__f_path.mnt', 'f_path.mnt'],
  /** Where a directory entry is in the table of all; NULL: it is not, since its file was deleted, or never had a name. */
  place: ['dentry', 'd_hash.pprev'],
  /** What the kernel keeps of a mount, of which a path has the part that user space sees. */
  seenPart: ['mount', 'mnt'],
  mountNamespace: ['mount', 'mnt_ns'],
} as const;

/** Where the running kernel keeps the wanted members, and the BTF id of the function that stands for the iterator. */
export interface MappingLayout {
  readonly offsets: Readonly<Record<keyof typeof wanted, number>>;
  readonly iteratorId: number;
}

/** Finds the layout; undefined where the kernel lacks the iterator (before Linux 5.12), or names a member differently. */
export function findMappingLayout(btf: Btf): MappingLayout | undefined {
  const offsets = byteOffsetsOf(btf, wanted);
  const iteratorId = btf.functionNamed('bpf_iter_task_vma');
  return offsets && iteratorId !== undefined ? {offsets, iteratorId} : undefined;
}

/**
 * The upper 52 bits of MNT_NS_INTERNAL, an error in place of a mount namespace: only the kernel uses the mount, of files in
 * memory, and of those that stand for one of an overlayfs, which may have a name or none.
 */
const INTERNAL = 2 ** 52 - 1;

const RECORD_SIZE = 8;
/** Where a mount namespace is put on the stack, below the record. */
const NAMESPACE_ON_STACK = -16;

const task: Register = 6;
const seqFile: Register = 7;
const file: Register = 8;
const isWorthReading: Register = 9;
/** Registers for values that no call needs to preserve. */
const [mapping, entry, place] = [1, 2, 3] as const;
const [namespace, internal] = [1, 2] as const;
const [inode, number, compared] = [1, 2, 3] as const;

/**
 * The program that the kernel runs for each mapping of each process, and once more for none at the end. It writes the pid
 * of a process for each of its files that is wanted, or of which only /proc/PID/maps shows whether it is. In C:
 *
 *     if (!ctx->task || !ctx->vma || !ctx->vma->vm_file) return 0;
 *     struct file *file = ctx->vma->vm_file;
 *     if (is_wanted(file) || real_mount(file->f_path.mnt)->mnt_ns == MNT_NS_INTERNAL)
 *       bpf_seq_write(ctx->meta->seq, &(u64){ctx->task->tgid}, 8);
 *     return 0;
 *
 * @param inodes the numbers of the wanted inodes; undefined for the files whose name is gone, `d_hash.pprev` being NULL
 */
export function mappingProgram({offsets}: MappingLayout, inodes?: readonly InodeNumber[]): Uint8Array {
  const isDeleted = [
    load64(entry, file, offsets.entry),
    load64(place, entry, offsets.place),
    ...whenZero(place, [set(isWorthReading, 1)]),
  ];
  const isAmong = (numbers: readonly InodeNumber[]) => [
    load64(inode, file, offsets.inode),
    load64(number, inode, offsets.inodeNumber),
    ...whenAmong(numbers, number, compared, [set(isWorthReading, 1)]),
  ];
  const write = [
    load32(mapping, task, offsets.tgid),
    store64(STACK_END, -RECORD_SIZE, mapping),
    ...writeRecord(seqFile, -RECORD_SIZE, RECORD_SIZE),
  ];
  const addressOfNamespace = [
    load64(3, file, offsets.mount),
    add(3, offsets.mountNamespace - offsets.seenPart),
  ];
  return assemble([
    load64(task, 1, offsets.contextTask),
    load64(seqFile, 1, offsets.contextMeta),
    load64(mapping, 1, offsets.contextMapping),
    load64(seqFile, seqFile, offsets.seqFile),
    ...whenNotZero(task, [
      ...whenNotZero(mapping, [
        load64(file, mapping, offsets.file),
        ...whenNotZero(file, [
          set(isWorthReading, 0),
          ...(inodes ? isAmong(inodes) : isDeleted),
          ...copyKernelMemory(NAMESPACE_ON_STACK, addressOfNamespace, 8),
          load64(namespace, STACK_END, NAMESPACE_ON_STACK),
          shiftRight(namespace, 12),
          ...set64(internal, INTERNAL),
          ...whenEqual(namespace, internal, [set(isWorthReading, 1)]),
          ...whenNotZero(isWorthReading, write),
        ]),
      ]),
    ]),
    set(0, 0),
    exit(),
  ]);
}

/** The pids that the program wrote. */
export function decodeMappers(bytes: Uint8Array): ReadonlySet<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pids = new Set<number>();
  for (let at = 0; at + RECORD_SIZE <= bytes.length; at += RECORD_SIZE) pids.add(view.getUint32(at, true));
  return pids;
}
