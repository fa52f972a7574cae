import type {Btf} from './btf.ts';
import {bitOffsetsOf, byteOffsetsOf} from './struct-offsets.ts';

/** The members of kernel structs that procdoc reads for each task: struct and member in the kernel source. */
const wanted = {
  /** The argument with which the kernel calls a program of the task iterator. */
  contextMeta: ['bpf_iter__task', 'meta'],
  contextTask: ['bpf_iter__task', 'task'],
  seqFile: ['bpf_iter_meta', 'seq'],
  /** The thread id in the initial pid namespace. User space says "pid" for the tgid, the kernel for the tid. */
  tid: ['task_struct', 'pid'],
  tgid: ['task_struct', 'tgid'],
  startBoottime: ['task_struct', 'start_boottime'],
  /** The pointer to the signal handlers, which the threads of a process share. */
  handlers: ['task_struct', 'sighand'],
  /** The pointer to what else the threads of a process share about signals. */
  signals: ['task_struct', 'signal'],
  /** The table of signal actions, which begins with signal 1. */
  actions: ['sighand_struct', 'action'],
  userAction: ['k_sigaction', 'sa'],
  actionHandler: ['sigaction', 'sa_handler'],
  actionFlags: ['sigaction', 'sa_flags'],
  childSubreaper: ['signal_struct', 'is_child_subreaper'],
} as const;

/** Where the running kernel keeps the wanted members, which depends on version, configuration and architecture. */
export interface TaskLayout {
  /** The offset of each member in its struct, in bytes. */
  readonly offsets: Readonly<Record<keyof typeof wanted, number>>;
  /** The bit of `is_child_subreaper` within its byte. */
  readonly childSubreaperMask: number;
  /** The size of an entry in the table of signal actions, in bytes. */
  readonly actionSize: number;
  /** The BTF id of the function that stands for the task iterator, to which programs attach. */
  readonly iteratorId: number;
}

/**
 * Finds the layout; undefined where the kernel lacks the task iterator (before Linux 5.8), or names a member
 * differently.
 */
export function findTaskLayout(btf: Btf): TaskLayout | undefined {
  const offsets = byteOffsetsOf(btf, wanted);
  const subreaperBit = bitOffsetsOf(btf, {bit: wanted.childSubreaper})?.bit;
  const actionSize = btf.sizeOf('k_sigaction');
  const iteratorId = btf.functionNamed('bpf_iter_task');
  if (!offsets || subreaperBit === undefined || actionSize === undefined || iteratorId === undefined)
    return undefined;
  return {offsets, childSubreaperMask: 1 << (subreaperBit % 8), actionSize, iteratorId};
}
