import type {Btf} from './btf.ts';
import {byteOffsetsOf} from './struct-offsets.ts';
import {findTaskLayout, type TaskLayout} from './task-layout.ts';

/** What the process table takes beside the members of a task layout: struct and member in the kernel source. */
const wanted = {
  /** Named `state` before Linux 5.14. */
  state: ['task_struct', '__state', 'state'],
  exitState: ['task_struct', 'exit_state'],
  exitCode: ['task_struct', 'exit_code'],
  exitSignal: ['task_struct', 'exit_signal'],
  flags: ['task_struct', 'flags'],
  /** The CPU; in the task itself before Linux 5.16. */
  processor: ['task_struct', 'thread_info.cpu', 'cpu'],
  lastRun: ['task_struct', 'se.exec_start'],
  comm: ['task_struct', 'comm'],
  realParent: ['task_struct', 'real_parent'],
  /** The tracer where there is one, else the real parent. */
  parent: ['task_struct', 'parent'],
  /** How the task is traced; 0: not at all. */
  traced: ['task_struct', 'ptrace'],
  credentials: ['task_struct', 'real_cred'],
  memory: ['task_struct', 'mm'],
  cgroups: ['task_struct', 'cgroups'],
  namespaces: ['task_struct', 'nsproxy'],
  network: ['nsproxy', 'net_ns'],
  program: ['mm_struct', 'exe_file'],
  /** Types without `const`, as whose members they can be told; since Linux 6.17 they have names of their own. */
  fileEntry: ['file', '__f_path.dentry', 'f_path.dentry'],
  fileMount: ['file', '__f_path.mnt', 'f_path.mnt'],
  mountedEntry: ['vfsmount', 'mnt_root'],
  entryName: ['dentry', '__d_name.name', 'd_name.name'],
  pending: ['task_struct', 'pending.signal'],
  blocked: ['task_struct', 'blocked'],
  seccomp: ['task_struct', 'seccomp.mode'],
  voluntarySwitches: ['task_struct', 'nvcsw'],
  forcedSwitches: ['task_struct', 'nivcsw'],
  /** The pid with its number in each namespace; `pid` of the kernel's pids is the thread's. */
  threadPid: ['task_struct', 'thread_pid'],
  level: ['pid', 'level'],
  numbers: ['pid', 'numbers'],
  number: ['upid', 'nr'],
  uid: ['cred', 'uid'],
  effectiveUid: ['cred', 'euid'],
  capabilities: ['cred', 'cap_effective'],
  threads: ['signal_struct', 'nr_threads'],
  /** The pids of the process, by enum pid_type. */
  pids: ['signal_struct', 'pids'],
  groupFlags: ['signal_struct', 'flags'],
  groupExitCode: ['signal_struct', 'group_exit_code'],
  sharedPending: ['signal_struct', 'shared_pending.signal'],
  childMinorFaults: ['signal_struct', 'cmin_flt'],
  childMajorFaults: ['signal_struct', 'cmaj_flt'],
  childUserTime: ['signal_struct', 'cutime'],
  childSystemTime: ['signal_struct', 'cstime'],
  terminal: ['signal_struct', 'tty'],
  terminalDriver: ['tty_struct', 'driver'],
  terminalIndex: ['tty_struct', 'index'],
  /** The foreground process group; in a struct of its own since Linux 5.15. */
  foreground: ['tty_struct', 'ctrl.pgrp', 'pgrp'],
  driverMajor: ['tty_driver', 'major'],
  driverMinorStart: ['tty_driver', 'minor_start'],
} as const;

/** Where the running kernel keeps the members that the process table is made of. */
export interface ProcessLayout extends TaskLayout {
  /** The offset of each member in its struct, in bytes. */
  readonly offsets: TaskLayout['offsets'] & Readonly<Record<keyof typeof wanted, number>>;
}

/**
 * Finds the layout; undefined where the kernel lacks the task iterator (before Linux 5.8), or one of the members under
 * any known name.
 */
export function findProcessLayout(btf: Btf): ProcessLayout | undefined {
  const ofTask = findTaskLayout(btf);
  const more = byteOffsetsOf(btf, wanted);
  return ofTask && more && {...ofTask, offsets: {...ofTask.offsets, ...more}};
}
