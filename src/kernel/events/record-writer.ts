import {
  add,
  addAtomically,
  assemble,
  call,
  copy,
  exit,
  firstValue,
  helpers,
  type Instruction,
  load32,
  load64,
  mapOf,
  type Register,
  STACK_END,
  set,
  store64,
  whenEqual,
  whenNotZero,
} from '../bpf/bpf-program.ts';
import {copyKernelMemory} from '../bpf/iterator-program.ts';
import type {RingBuffer} from '../bpf/ring-buffer.ts';
import type {EventLayout} from './event-layout.ts';
import {COMM_SIZE, record, signalRecord} from './event-record.ts';

/** The register in which a program has the task that its record is about. */
export const task: Register = 6;

/** Where a record is put together on the stack of a program; a word of it is `at` bytes behind. */
export const onStack = (at: number) => at - signalRecord.size;
export const keep = (at: number, from: Register) => store64(STACK_END, onStack(at), from);
export const keepValue = (at: number, number: number) => [set(1, number), keep(at, 1)];

/** The parts of programs by which records get their words, and into the ring buffer. */
export class RecordWriter {
  readonly offsets: EventLayout['offsets'];
  readonly #ring: RingBuffer;

  constructor({offsets}: EventLayout, ring: RingBuffer) {
    this.offsets = offsets;
    this.#ring = ring;
  }

  /** How the process of a signal_struct exits, if it does. */
  keepGroup(signals: Register): Instruction[] {
    const {groupFlags, groupExitCode} = this.offsets;
    return [
      load32(1, signals, groupFlags),
      keep(record.groupFlags, 1),
      load32(1, signals, groupExitCode),
      keep(record.groupExitCode, 1),
    ];
  }

  keepComm(of: Register, at: number): Instruction[] {
    return copyKernelMemory(onStack(at), [copy(3, of), add(3, this.offsets.comm)], COMM_SIZE);
  }

  /** Runs `body` for the main thread of a process only. */
  ifMainThread(body: readonly Instruction[]): Instruction[] {
    const {tid, tgid} = this.offsets;
    return [load32(1, task, tid), load32(2, task, tgid), ...whenEqual(1, 2, body)];
  }

  /** Fills in what every record has of the task, and writes it. */
  write(kind: number, size: number = record.size): Instruction[] {
    const {tgid, startBoottime, parent} = this.offsets;
    return [
      load32(1, task, tgid),
      keep(record.pid, 1),
      load64(1, task, startBoottime),
      keep(record.startBoottimeNs, 1),
      load64(1, task, parent),
      load32(1, 1, tgid),
      keep(record.ppid, 1),
      ...this.keepComm(task, record.comm),
      ...this.output(kind, size),
    ];
  }

  /** Writes the record as it is; one that finds no room is counted. */
  output(kind: number, size: number): Instruction[] {
    return [
      ...keepValue(record.kind, kind),
      call(helpers.monotonicTime),
      keep(record.time, 0),
      ...mapOf(1, this.#ring.descriptor),
      copy(2, STACK_END),
      add(2, onStack(0)),
      set(3, size),
      set(4, 0),
      call(helpers.ringBufferOutput),
      ...whenNotZero(0, [set(2, 1), ...firstValue(1, this.#ring.lostDescriptor), addAtomically(1, 0, 2)]),
    ];
  }
}

/** A program with its words beyond the common ones zeroed, for what is written must have a value. */
export function programOf(body: readonly Instruction[]): Uint8Array {
  const {groupFlags, groupExitCode, exitCode} = record;
  const zeroes = [groupFlags, groupExitCode, exitCode].map(at => keep(at, 2));
  return assemble([set(2, 0), ...zeroes, ...body, set(0, 0), exit()]);
}
