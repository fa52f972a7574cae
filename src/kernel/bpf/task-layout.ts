import type {Btf} from './btf.ts';
import {bitOffsetsOf, byteOffsetsOf} from './struct-offsets.ts';

/** What procdoc reads of the kernel's memory: the struct and the member, as the kernel source names them. */
const wanted = {
  /** What a program of the task iterator is called with. */
  contextMeta: ['bpf_iter__task', 'meta'],
  contextTask: ['bpf_iter__task', 'task'],
  seqFile: ['bpf_iter_meta', 'seq'],
  /** The thread id, in the initial pid namespace: user space calls the tgid pid, and the kernel the tid. */
  tid: ['task_struct', 'pid'],
  tgid: ['task_struct', 'tgid'],
  startBoottime: ['task_struct', 'start_boottime'],
  /** Pointer to the signal handlers, which the threads of a process share. */
  handlers: ['task_struct', 'sighand'],
  /** Pointer to what else of signals the threads share. */
  signals: ['task_struct', 'signal'],
  /** The table of signal actions; that of signal 1 comes first. */
  actions: ['sighand_struct', 'action'],
  userAction: ['k_sigaction', 'sa'],
  actionHandler: ['sigaction', 'sa_handler'],
  actionFlags: ['sigaction', 'sa_flags'],
  childSubreaper: ['signal_struct', 'is_child_subreaper'],
} as const;

/** Where the running kernel keeps the wanted members: that differs by version, configuration and machine. */
export interface TaskLayout {
  /** Offset in bytes of each member in its struct. */
  readonly offsets: Readonly<Record<keyof typeof wanted, number>>;
  /** The bit of `is_child_subreaper` within its byte. */
  readonly childSubreaperMask: number;
  /** The size of an entry in the table of signal actions. */
  readonly actionSize: number;
  /** BTF id of the function that stands for the task iterator, for programs to attach to. */
  readonly iteratorId: number;
}

/** Undefined where the kernel has no task iterator (before Linux 5.8) or calls a member otherwise. */
export function findTaskLayout(btf: Btf): TaskLayout | undefined {
  const offsets = byteOffsetsOf(btf, wanted);
  const subreaperBit = bitOffsetsOf(btf, {bit: wanted.childSubreaper})?.bit;
  const actionSize = btf.sizeOf('k_sigaction');
  const iteratorId = btf.functionNamed('bpf_iter_task');
  if (!offsets || subreaperBit === undefined || actionSize === undefined || iteratorId === undefined)
    return undefined;
  return {offsets, childSubreaperMask: 1 << (subreaperBit % 8), actionSize, iteratorId};
}
