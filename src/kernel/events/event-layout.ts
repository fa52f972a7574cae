import type {Btf, Tracepoint} from '../bpf/btf.ts';
import {byteOffsetsOf} from '../bpf/struct-offsets.ts';

/** The members of kernel structs that the programs read: struct and member in the kernel source. */
const wanted = {
  /** The thread id in the initial pid namespace, and the id of its thread group, which user space calls the pid. */
  tid: ['task_struct', 'pid'],
  tgid: ['task_struct', 'tgid'],
  startBoottime: ['task_struct', 'start_boottime'],
  comm: ['task_struct', 'comm'],
  flags: ['task_struct', 'flags'],
  leader: ['task_struct', 'group_leader'],
  parent: ['task_struct', 'real_parent'],
  exitCode: ['task_struct', 'exit_code'],
  signals: ['task_struct', 'signal'],
  memory: ['task_struct', 'mm'],
  argumentsStart: ['mm_struct', 'arg_start'],
  argumentsEnd: ['mm_struct', 'arg_end'],
  /** The number of threads that have not exited. */
  live: ['signal_struct', 'live'],
  groupFlags: ['signal_struct', 'flags'],
  groupExitCode: ['signal_struct', 'group_exit_code'],
  signalCode: ['kernel_siginfo', 'si_code'],
} as const;

/** Where the running kernel keeps what the programs read, and what they are attached to. */
export interface EventLayout {
  readonly offsets: Readonly<Record<keyof typeof wanted, number>>;
  readonly fork: Tracepoint;
  readonly exec: Tracepoint;
  readonly exit: Tracepoint;
  readonly signal: Tracepoint;
  /** Missing in a kernel that doesn't have it (before Linux 4.14). */
  readonly oom: Tracepoint | undefined;
  /** The tracepoint of the release of a task, which comes some time after it was reaped. */
  readonly free: Tracepoint;
  /** The function by which a task is reaped. */
  readonly release: number | undefined;
}

/** Finds the layout; undefined where the kernel lacks one of these, or names a member differently. */
export function findEventLayout(btf: Btf): EventLayout | undefined {
  const offsets = byteOffsetsOf(btf, wanted);
  const fork = btf.tracepointNamed('sched_process_fork');
  const exec = btf.tracepointNamed('sched_process_exec');
  const exit = btf.tracepointNamed('sched_process_exit');
  const free = btf.tracepointNamed('sched_process_free');
  const signal = btf.tracepointNamed('signal_generate');
  if (!offsets || !fork || !exec || !exit || !free || !signal) return undefined;
  const [oom, release] = [btf.tracepointNamed('mark_victim'), btf.functionNamed('release_task')];
  return {offsets, fork, exec, exit, signal, free, oom, release};
}
