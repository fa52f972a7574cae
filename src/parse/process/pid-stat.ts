import {decodeText} from '../text.ts';

/**
 * State of a task, as proc_pid_stat(5) prints it: R running, S sleeping, D uninterruptible sleep,
 * Z zombie, T stopped, t tracing stop, X dead, I idle, P parked.
 */
export type TaskState = 'R' | 'S' | 'D' | 'Z' | 'T' | 't' | 'X' | 'x' | 'K' | 'W' | 'P' | 'I';

/** The flags of field 9 that procdoc uses. */
const taskFlags = {
  /** PF_FORKNOEXEC: the task was forked and has not called execve(2) since. */
  forkedWithoutExec: 0x40,
  /** PF_EXITING: do_exit() has begun, and the task runs no code of its program. */
  exiting: 0x4,
  /** PF_DUMPCORE: the task writes a core dump of its process, or has written one, and exits after that. */
  dumpingCore: 0x200,
  /** PF_KTHREAD: a thread of the kernel, which ignores every signal and has no program. */
  kernelThread: 0x0020_0000,
} as const;

/** /proc/PID/stat or /proc/PID/task/TID/stat, with the field numbers of proc_pid_stat(5). */
export interface PidStat {
  /** (1) The pid, in the pid namespace of the procfs mount. */
  readonly pid: number;
  /** (2) At most 15 bytes, chosen by the program; any byte but NUL can stand in it. */
  readonly comm: string;
  /** (3) */
  readonly state: TaskState;
  /** (4) 0 where the parent is outside the pid namespace. */
  readonly ppid: number;
  /** (5) The process group. */
  readonly pgid: number;
  /** (6) The session. */
  readonly sid: number;
  /** (7) The controlling terminal's device number; 0: none. */
  readonly terminal: number;
  /** (8) The foreground process group of that terminal; -1: no terminal. */
  readonly foregroundPgid: number;
  /** (9) Whether the task was forked and has not called execve(2) since. */
  readonly forkedWithoutExec: boolean;
  /** (9) Whether the task is exiting: killed or returned, and not yet a zombie. */
  readonly exiting: boolean;
  /** (9) Whether the task writes a core dump, or has: it runs no code of its program again. */
  readonly dumpingCore: boolean;
  /** (9) Whether the task is a thread of the kernel. */
  readonly kernelThread: boolean;
  /**
   * (11, 13, 16, 17) The page faults and clock ticks of the children that the process has waited for, added up: with each
   * wait(2) for a child that ran at all, it grows. Children that the kernel reaps by itself are not counted.
   */
  readonly awaitedChildren: number;
  /** (20) How many threads the process has. A true zombie has 1. */
  readonly threads: number;
  /** (22) The start, in clock ticks (1/100 s) since boot. Pid and start together identify a process. */
  readonly startTicks: number;
  /** (38) The signal that the parent gets when the process dies; 0: none. */
  readonly exitSignal: number;
  /** (39) The CPU on which the task last ran. */
  readonly processor: number;
  /** (52) The wait status of a zombie; 0 where ptrace access is denied, and something else in any other state. */
  readonly exitCode: number;
}

const LAST_FIELD = 52;

/** The fields behind the state that procdoc uses. */
const KEPT_FIELDS = [4, 5, 6, 7, 8, 9, 11, 13, 16, 17, 20, 22, 38, 39, LAST_FIELD];

/**
 * The state, and the numbers up to the last field, of which those that procdoc uses are groups. A pattern is compiled also where
 * V8 leaves other code unoptimized, and then takes an eighth of the time of a loop through the bytes (measured).
 */
const behindComm = new RegExp(
  `\\) ([^]) ${Array.from({length: LAST_FIELD - 3}, (_, at) => (KEPT_FIELDS.includes(at + 4) ? '(-?\\d+)' : '-?\\d+')).join(' ')}(?![^ \\n])`,
  'y',
);

/** What is decoded as it stands there. */
const plainComm = /^[ -~]*$/;

/**
 * Parses a stat line. The comm stands in parentheses and may itself hold `) Z 1 (`, so the fields are
 * counted from the last parenthesis. Undefined for text of another form. Addresses beyond 2^53 would lose digits, and no
 * field of PidStat is one.
 */
export function parsePidStat(bytes: Buffer): PidStat | undefined {
  const text = bytes.toString('latin1');
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 2 || close < open) return undefined;
  const pid = Number(text.slice(0, open - 1));
  behindComm.lastIndex = close;
  const fields = behindComm.exec(text);
  if (!Number.isInteger(pid) || !fields) return undefined;
  const comm = text.slice(open + 1, close);
  const flags = Number(fields[7]);
  return {
    pid,
    comm: plainComm.test(comm) ? comm : decodeText(bytes, open + 1, close),
    state: fields[1] as TaskState,
    ppid: Number(fields[2]),
    pgid: Number(fields[3]),
    sid: Number(fields[4]),
    terminal: Number(fields[5]),
    foregroundPgid: Number(fields[6]),
    forkedWithoutExec: hasTaskFlag(flags, 'forkedWithoutExec'),
    exiting: hasTaskFlag(flags, 'exiting'),
    dumpingCore: hasTaskFlag(flags, 'dumpingCore'),
    kernelThread: hasTaskFlag(flags, 'kernelThread'),
    awaitedChildren: Number(fields[8]) + Number(fields[9]) + Number(fields[10]) + Number(fields[11]),
    threads: Number(fields[12]),
    startTicks: Number(fields[13]),
    exitSignal: Number(fields[14]),
    processor: Number(fields[15]),
    exitCode: Number(fields[16]),
  };
}

/** The state in a stat line that a kernel wrote, for a fraction of what it takes to parse the line; undefined of an empty one. */
export function stateInPidStat(bytes: Buffer): TaskState | undefined {
  const close = bytes.lastIndexOf(0x29);
  return close === -1 ? undefined : (String.fromCharCode(bytes[close + 2] ?? 0) as TaskState);
}

/** Whether a flag is set in field 9, which is the flags of task_struct. */
export function hasTaskFlag(flags: number, name: keyof typeof taskFlags): boolean {
  return (flags & taskFlags[name]) !== 0;
}

/** Whether a task in this state has exited: a zombie, or dead and about to vanish. */
export function hasEnded(state: TaskState): boolean {
  return state === 'Z' || state === 'X' || state === 'x';
}
