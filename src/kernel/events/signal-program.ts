import {
  add,
  call,
  copy,
  exit,
  helpers,
  type Instruction,
  limit,
  load32,
  load64,
  type Register,
  STACK_END,
  set,
  shiftRight,
  subtract,
  unlessValue,
  whenEqual,
  whenNotZero,
  whenValue,
} from '../bpf/bpf-program.ts';
import {kinds, results, signalRecord} from './event-record.ts';
import {COMMAND_SIZE} from './process-event.ts';
import {keep, keepValue, onStack, programOf, type RecordWriter, task} from './record-writer.ts';

/** Signal numbers of <asm/signal.h>, on x86-64 and arm64. */
const SIGCHLD = 17;
const SIGURG = 23;

const running: Register = 7;
/** The signal first, and later the signal_struct of the task. */
const value: Register = 8;

/**
 * For signal_generate(signal, info, task, isForGroup, result), where a process gets the signal: SIGCHLD only where
 * another one is pending, so that it is merged with that, and SIGURG only of another process.
 */
export function signalProgram(writer: RecordWriter): Uint8Array {
  const {tgid, signals, signalCode} = writer.offsets;
  const write = [
    ...keepRunning(writer),
    load64(value, task, signals),
    ...writer.keepGroup(value),
    copy(1, STACK_END),
    add(1, onStack(signalRecord.code)),
    set(2, 4),
    load64(3, STACK_END, onStack(signalRecord.info)),
    add(3, signalCode),
    call(helpers.probeReadKernel),
    ...writer.write(kinds.signal, signalRecord.size),
  ];
  const {delivered, alreadyPending, informationLost} = results;
  const leave = [set(0, 0), exit()];
  return programOf([
    load64(task, 1, 16),
    load64(value, 1, 0),
    keep(signalRecord.signal, value),
    load64(2, 1, 8),
    keep(signalRecord.info, 2),
    load64(2, 1, 32),
    keep(signalRecord.result, 2),
    ...keepValue(signalRecord.code, 0),
    ...unlessValue(2, delivered, unlessValue(2, alreadyPending, unlessValue(2, informationLost, leave))),
    ...whenValue(value, SIGCHLD, unlessValue(2, alreadyPending, leave)),
    call(helpers.currentIds),
    shiftRight(0, 32),
    keep(signalRecord.runningPid, 0),
    load32(2, task, tgid),
    ...whenValue(value, SIGURG, whenEqual(0, 2, leave)),
    ...write,
  ]);
}

/** What ran when a signal was generated, with the beginning of its arguments. */
function keepRunning(writer: RecordWriter): Instruction[] {
  const {leader, startBoottime, flags, memory, argumentsStart, argumentsEnd} = writer.offsets;
  const {command, commandLength} = signalRecord;
  const words = Array.from({length: COMMAND_SIZE / 8}, (_, at) => command + at * 8);
  return [
    call(helpers.currentTask),
    copy(running, 0),
    load32(1, running, flags),
    keep(signalRecord.runningFlags, 1),
    load64(1, running, leader),
    load64(2, 1, startBoottime),
    keep(signalRecord.runningStartNs, 2),
    ...writer.keepComm(1, signalRecord.runningComm),
    set(1, 0),
    ...[commandLength, ...words].map(at => keep(at, 1)),
    load64(running, running, memory),
    ...whenNotZero(running, [
      load64(3, running, argumentsStart),
      load64(2, running, argumentsEnd),
      subtract(2, 3),
      ...limit(2, COMMAND_SIZE),
      keep(commandLength, 2),
      copy(1, STACK_END),
      add(1, onStack(command)),
      call(helpers.probeReadUser),
      ...whenNotZero(0, keepValue(commandLength, 0)),
    ]),
  ];
}
