import {
  add,
  copy,
  type Instruction,
  load64,
  negate,
  type Register,
  STACK_END,
  set,
  shiftLeft,
  store64,
  subtract,
} from '../bpf/bpf-program.ts';
import type {Btf} from '../bpf/btf.ts';
import {copyKernelMemory, programOfProcesses, writeRecord} from '../bpf/iterator-program.ts';
import {byteOffsetsOf} from '../bpf/struct-offsets.ts';
import {findTaskLayout} from '../bpf/task-layout.ts';
import {PLACE_SIZE, type ProcessPlace, placeOf, processPlaces} from './process-objects.ts';

/** The members of kernel structs that are read of each process: struct and member in the kernel source. */
const wanted = {
  voluntarySwitches: ['task_struct', 'nvcsw'],
  forcedSwitches: ['task_struct', 'nivcsw'],
  /** Named `state` before Linux 5.14. */
  state: ['task_struct', '__state', 'state'],
  lastRun: ['task_struct', 'se.exec_start'],
  exitState: ['task_struct', 'exit_state'],
  /** Whether a CPU runs the task, or is about to let it sleep. */
  onProcessor: ['task_struct', 'on_cpu'],
  threads: ['signal_struct', 'nr_threads'],
  timers: ['signal_struct', 'posix_timers'],
  namespaces: ['task_struct', 'nsproxy'],
  threadPid: ['task_struct', 'thread_pid'],
  level: ['pid', 'level'],
  numbers: ['pid', 'numbers'],
  namespaceOfNumber: ['upid', 'ns'],
  cgroups: ['task_struct', 'cgroups'],
  folders: ['task_struct', 'fs'],
  folderUsers: ['fs_struct', 'users'],
  rootMount: ['fs_struct', 'root.mnt'],
  rootEntry: ['fs_struct', 'root.dentry'],
  workingMount: ['fs_struct', 'pwd.mnt'],
  workingEntry: ['fs_struct', 'pwd.dentry'],
  memory: ['task_struct', 'mm'],
  memoryUsers: ['mm_struct', 'mm_users'],
  program: ['mm_struct', 'exe_file'],
  /** Types without `const`, as whose members they can be told; since Linux 6.17 they have names of their own. */
  fileEntry: ['file', '__f_path.dentry', 'f_path.dentry'],
  fileMount: ['file', '__f_path.mnt', 'f_path.mnt'],
  files: ['task_struct', 'files'],
  fileUsers: ['files_struct', 'count'],
} as const;

/** Where the running kernel keeps the wanted members, and the BTF id of the function that stands for the iterator. */
export interface ProcessObjectLayout {
  readonly offsets: NonNullable<ReturnType<typeof findTaskLayout>>['offsets'] &
    Readonly<Record<keyof typeof wanted, number>>;
  readonly iteratorId: number;
}

/** A number of a process in a pid namespace, and that namespace: struct upid. */
const NUMBER_SIZE_SHIFT = 4;

/**
 * Finds the layout; undefined where the kernel lacks the task iterator (before Linux 5.8), or one of the members under any
 * known name.
 */
export function findProcessObjectLayout(btf: Btf): ProcessObjectLayout | undefined {
  const ofTask = findTaskLayout(btf);
  const more = byteOffsetsOf(btf, wanted);
  if (!ofTask || !more || btf.sizeOf('upid') !== 1 << NUMBER_SIZE_SHIFT) return undefined;
  return {offsets: {...ofTask.offsets, ...more}, iteratorId: ofTask.iteratorId};
}

const RECORD_SIZE = processPlaces.length * PLACE_SIZE;

const task: Register = 6;
const seqFile: Register = 7;
/** Registers for values that no call needs to preserve. */
const [scratch, address, distance] = [1, 3, 2] as const;

/** Loads what stands at a place of the record. */
function load(register: Register, place: ProcessPlace): Instruction {
  return load64(register, STACK_END, placeOf(place) - RECORD_SIZE);
}

/**
 * The program that the kernel runs for each process: it writes down which objects that has. In C:
 *
 *     struct record r = {.pid = task->pid, .startNs = task->start_boottime, .namespaces = task->nsproxy, …};
 *     bpf_seq_write(ctx->meta->seq, &r, sizeof r);
 *
 * All is read by bpf_probe_read_kernel, which has zeros for what a process that exits has no more.
 */
export function processObjectProgram({offsets}: ProcessObjectLayout): Uint8Array {
  const read = (place: ProcessPlace, from: readonly Instruction[], offset: number, size: 4 | 8) =>
    copyKernelMemory(placeOf(place) - RECORD_SIZE, [...from, add(address, offset)], size);
  const own = (place: ProcessPlace, offset: number, size: 4 | 8 = 8) =>
    read(place, [copy(address, task)], offset, size);
  const of = (owner: ProcessPlace, place: ProcessPlace, offset: number, size: 4 | 8 = 8) =>
    read(place, [load(address, owner)], offset, size);
  // The innermost of the pid namespaces that the process has a number in.
  const numberInside = [
    load(distance, 'level'),
    shiftLeft(distance, NUMBER_SIZE_SHIFT),
    negate(distance),
    load(address, 'threadPid'),
    subtract(address, distance),
  ];
  return programOfProcesses({offsets}, {task, seqFile}, [
    set(scratch, 0),
    ...processPlaces.map(place => store64(STACK_END, placeOf(place) - RECORD_SIZE, scratch)),
    ...own('pid', offsets.tid, 4),
    ...own('startNs', offsets.startBoottime),
    ...own('voluntarySwitches', offsets.voluntarySwitches),
    ...own('forcedSwitches', offsets.forcedSwitches),
    ...own('lastRunNs', offsets.lastRun),
    ...own('state', offsets.state, 4),
    ...own('exitState', offsets.exitState, 4),
    ...own('onProcessor', offsets.onProcessor, 4),
    ...own('signals', offsets.signals),
    ...of('signals', 'threads', offsets.threads, 4),
    ...of('signals', 'timers', offsets.timers),
    ...own('namespaces', offsets.namespaces),
    ...own('threadPid', offsets.threadPid),
    ...of('threadPid', 'level', offsets.level, 4),
    ...read('pidNamespace', numberInside, offsets.numbers + offsets.namespaceOfNumber, 8),
    ...own('cgroups', offsets.cgroups),
    ...own('folders', offsets.folders),
    ...of('folders', 'folderUsers', offsets.folderUsers, 4),
    ...of('folders', 'rootMount', offsets.rootMount),
    ...of('folders', 'rootEntry', offsets.rootEntry),
    ...of('folders', 'workingMount', offsets.workingMount),
    ...of('folders', 'workingEntry', offsets.workingEntry),
    ...own('memory', offsets.memory),
    ...of('memory', 'memoryUsers', offsets.memoryUsers, 4),
    ...of('memory', 'program', offsets.program),
    ...of('program', 'programMount', offsets.fileMount),
    ...of('program', 'programEntry', offsets.fileEntry),
    ...own('files', offsets.files),
    ...of('files', 'fileUsers', offsets.fileUsers, 4),
    ...writeRecord(seqFile, -RECORD_SIZE, RECORD_SIZE),
  ]);
}
