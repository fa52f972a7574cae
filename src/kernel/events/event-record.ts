import {COMMAND_SIZE, type ProcessEvent, type RawText, type RunningProcess} from './process-event.ts';

/** What a record is about, and so which of its words mean something. */
export const kinds = {fork: 1, exec: 2, exit: 3, reap: 4, signal: 5, oom: 6} as const;

/** The record that a program writes for an event: 64-bit words, little-endian, at these offsets in bytes. */
export const record = {
  kind: 0,
  time: 8,
  pid: 16,
  startBoottimeNs: 24,
  ppid: 32,
  comm: 40,
  /** Of an exit, or a signal: the flags and the code of the group; of an exit, also the code of the main thread. */
  groupFlags: 56,
  groupExitCode: 64,
  exitCode: 72,
  size: 80,
} as const;

/** What follows in the record of a signal. */
export const signalRecord = {
  /** The process that ran. */
  runningPid: 80,
  runningStartNs: 88,
  runningComm: 96,
  runningFlags: 112,
  signal: 120,
  result: 128,
  /** The address of its kernel_siginfo, or a number that stands for one. */
  info: 136,
  code: 144,
  commandLength: 152,
  command: 160,
  size: 160 + COMMAND_SIZE,
} as const;

/** The bytes of a comm. */
export const COMM_SIZE = 16;

/** Field 22 of proc_pid_stat(5) counts hundredths of a second (USER_HZ) and is rounded down. */
const NS_PER_TICK = 10_000_000;

/** SIGNAL_GROUP_EXIT of <linux/sched/signal.h>: the code of the group is the wait status. */
const GROUP_EXIT = 4;
/** PF_EXITING of <linux/sched.h>. */
const EXITING = 4;

/** enum of <trace/events/signal.h>: the result of signal_generate; a program writes no other. */
export const results = {delivered: 0, alreadyPending: 2, informationLost: 4} as const;

/** SEND_SIG_NOINFO and SEND_SIG_PRIV of <linux/sched/signal.h>: from the running process, and from the kernel. */
const FROM_PROCESS = 0;
const FROM_KERNEL = 1;
/** What kill(2), tgkill(2) and sigqueue(3) set si_code to: sigaction(2). Timers, queues and the kernel set others. */
const sentByProcess: readonly number[] = [0, -6, -1];

/** Decodes a record that a program wrote; the event has none of the memory. */
export function decodeEvent(data: Buffer, start: number): ProcessEvent | undefined {
  const {word, long, ticks, comm} = fieldsOf(data, start);
  const at = long(record.time);
  const groupExits = () => (word(record.groupFlags) & GROUP_EXIT) !== 0;
  const process = {
    pid: word(record.pid),
    startTicks: ticks(record.startBoottimeNs),
    comm: comm(record.comm),
  };
  switch (word(record.kind)) {
    case kinds.fork:
      return {type: 'fork', at, process, ppid: word(record.ppid)};
    case kinds.exec:
      return {type: 'exec', at, process};
    case kinds.exit: {
      const status = word(groupExits() ? record.groupExitCode : record.exitCode);
      return {type: 'exit', at, process, ppid: word(record.ppid), status};
    }
    case kinds.reap:
      return {type: 'reap', at, process};
    case kinds.oom:
      return {type: 'oom', at, process};
    case kinds.signal: {
      const signal = word(signalRecord.signal);
      const sent = isSent(long(signalRecord.info), word(signalRecord.code) | 0);
      return {
        type: 'signal',
        at,
        process,
        signal,
        result: word(signalRecord.result) === results.alreadyPending ? 'merged' : 'delivered',
        fatal: groupExits() && word(record.groupExitCode) === signal,
        sender: sent ? runningAt(data, start) : undefined,
      };
    }
    default:
      return undefined;
  }
}

function fieldsOf(data: Buffer, start: number) {
  const word = (offset: number) => data.readUInt32LE(start + offset);
  const long = (offset: number) => word(offset) + word(offset + 4) * 2 ** 32;
  const ticks = (offset: number) => Math.floor(long(offset) / NS_PER_TICK);
  const comm = (offset: number) =>
    untilNul(data.toString('latin1', start + offset, start + offset + COMM_SIZE));
  return {word, long, ticks, comm};
}

function runningAt(data: Buffer, start: number): RunningProcess {
  const {word, ticks, comm} = fieldsOf(data, start);
  return {
    pid: word(signalRecord.runningPid),
    startTicks: ticks(signalRecord.runningStartNs),
    comm: comm(signalRecord.runningComm),
    command: commandAt(data, start, word(signalRecord.commandLength)),
    exiting: (word(signalRecord.runningFlags) & EXITING) !== 0,
  };
}

/** Whether the running process sent a signal, by its kernel_siginfo. */
function isSent(info: number, code: number): boolean {
  return info === FROM_PROCESS || (info !== FROM_KERNEL && sentByProcess.includes(code));
}

function commandAt(data: Buffer, start: number, length: number): RawText | undefined {
  const begin = start + signalRecord.command;
  return length === 0 ? undefined : data.toString('latin1', begin, begin + length);
}

function untilNul(text: RawText): RawText {
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}
