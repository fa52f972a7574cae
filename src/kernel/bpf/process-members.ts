import {record, widthOf} from '../process-table/process-record.ts';
import {add, copy, type Instruction, load32, load64, set, whenNotZero} from './bpf-program.ts';
import {
  addresses,
  copyMember,
  keep,
  POINTER_SIZE,
  probe,
  scratch,
  signals,
  task,
  within,
} from './process-frame.ts';
import type {ProcessLayout} from './process-layout.ts';

/** Places in the pids of a process: enum pid_type of the kernel source, since Linux 4.19. */
const [PROCESS, PROCESS_GROUP, SESSION] = [1, 2, 3];

const [pointer, otherPointer] = [2, 3] as const;

/** What the task itself leads to. */
export function taskMembers({offsets}: ProcessLayout): Instruction[] {
  const own = (place: number, offset: number) => copyMember(place, task, offset);
  const pointerOf = (offset: number) =>
    probe(addresses.pointer, [copy(3, task), add(3, offset)], POINTER_SIZE);
  const through = (place: number, offset: number) =>
    probe(place, within(addresses.pointer, offset), widthOf(place));
  return [
    ...own(record.state, offsets.state),
    ...own(record.exitState, offsets.exitState),
    ...own(record.flags, offsets.flags),
    ...own(record.exitSignal, offsets.exitSignal),
    ...own(record.exitCode, offsets.exitCode),
    ...own(record.processor, offsets.processor),
    ...own(record.seccomp, offsets.seccomp),
    ...own(record.startNs, offsets.startBoottime),
    ...own(record.lastRunNs, offsets.lastRun),
    ...own(record.pending, offsets.pending),
    ...own(record.blocked, offsets.blocked),
    ...own(record.voluntarySwitches, offsets.voluntarySwitches),
    ...own(record.forcedSwitches, offsets.forcedSwitches),
    ...own(record.comm, offsets.comm),
    ...own(record.comm + 8, offsets.comm + 8),
    ...probe(record.memory, [copy(3, task), add(3, offsets.memory)], POINTER_SIZE),
    ...probe(record.cgroups, [copy(3, task), add(3, offsets.cgroups)], POINTER_SIZE),
    ...pointerOf(offsets.namespaces),
    ...through(record.network, offsets.network),
    ...pointerOf(offsets.realParent),
    ...through(record.ppid, offsets.tgid),
    ...pointerOf(offsets.credentials),
    ...through(record.uid, offsets.uid),
    ...through(record.effectiveUid, offsets.effectiveUid),
    ...through(record.capabilities, offsets.capabilities),
    load32(scratch, task, offsets.traced),
    keep(record.tracer, scratch),
    ...whenNotZero(scratch, [...pointerOf(offsets.parent), ...through(record.tracer, offsets.tid)]),
  ];
}

/** What the threads of a process share. */
export function sharedMembers({offsets}: ProcessLayout): Instruction[] {
  const shared = (place: number, offset: number) => copyMember(place, signals, offset);
  const pidOf = (place: number, type: number, offset: number) => [
    load64(pointer, signals, offsets.pids + type * POINTER_SIZE),
    ...whenNotZero(pointer, copyMember(place, pointer, offset)),
  ];
  const number = offsets.numbers + offsets.number;
  const zeroed = (place: number) => keep(place, scratch);
  return [
    ...shared(record.threads, offsets.threads),
    ...shared(record.groupFlags, offsets.groupFlags),
    ...shared(record.groupExitCode, offsets.groupExitCode),
    ...shared(record.sharedPending, offsets.sharedPending),
    ...shared(record.childMinorFaults, offsets.childMinorFaults),
    ...shared(record.childMajorFaults, offsets.childMajorFaults),
    ...shared(record.childUserNs, offsets.childUserTime),
    ...shared(record.childSystemNs, offsets.childSystemTime),
    set(scratch, 0),
    ...[record.level, record.pgid, record.sid].map(zeroed),
    ...pidOf(record.level, PROCESS, offsets.level),
    ...pidOf(record.pgid, PROCESS_GROUP, number),
    ...pidOf(record.sid, SESSION, number),
    set(scratch, 0),
    ...[record.terminalMajor, record.terminalMinorStart, record.terminalIndex].map(zeroed),
    set(scratch, -1),
    keep(record.foreground, scratch),
    load64(pointer, signals, offsets.terminal),
    ...whenNotZero(pointer, readTerminal(offsets)),
  ];
}

function readTerminal(offsets: ProcessLayout['offsets']): Instruction[] {
  return [
    set(scratch, 0),
    keep(record.foreground, scratch),
    ...copyMember(record.terminalIndex, pointer, offsets.terminalIndex),
    load64(otherPointer, pointer, offsets.terminalDriver),
    ...whenNotZero(otherPointer, [
      ...copyMember(record.terminalMajor, otherPointer, offsets.driverMajor),
      ...copyMember(record.terminalMinorStart, otherPointer, offsets.driverMinorStart),
    ]),
    load64(otherPointer, pointer, offsets.foreground),
    ...whenNotZero(
      otherPointer,
      copyMember(record.foreground, otherPointer, offsets.numbers + offsets.number),
    ),
  ];
}
