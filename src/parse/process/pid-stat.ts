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
  `^ ([^]) ${Array.from({length: LAST_FIELD - 3}, (_, at) => (KEPT_FIELDS.includes(at + 4) ? '(-?\\d+)' : '-?\\d+')).join(' ')}(?![^ \\n])`,
);

/** The number of the group that has a field; the first is the state. */
const groupOf = Array.from({length: LAST_FIELD + 1}, (_, field) => KEPT_FIELDS.indexOf(field) + 2);

/**
 * Parses a stat line. The comm stands in parentheses and may itself hold `) Z 1 (`, so the fields are
 * counted from the last parenthesis. Undefined for text of another form. Addresses beyond 2^53 would lose digits, and no
 * field of PidStat is one.
 */
export function parsePidStat(bytes: Buffer): PidStat | undefined {
  const open = bytes.indexOf(0x28);
  const close = bytes.lastIndexOf(0x29);
  if (open < 2 || close < open) return undefined;
  const pid = Number(bytes.toString('latin1', 0, open - 1));
  const groups = behindComm.exec(bytes.toString('latin1', close + 1));
  if (!Number.isInteger(pid) || !groups) return undefined;
  const field = (number: number) => Number(groups[groupOf[number] ?? 0]);
  const flags = field(9);
  return {
    pid,
    comm: decodeText(bytes, open + 1, close),
    state: groups[1] as TaskState,
    ppid: field(4),
    pgid: field(5),
    sid: field(6),
    terminal: field(7),
    foregroundPgid: field(8),
    forkedWithoutExec: hasTaskFlag(flags, 'forkedWithoutExec'),
    exiting: hasTaskFlag(flags, 'exiting'),
    dumpingCore: hasTaskFlag(flags, 'dumpingCore'),
    kernelThread: hasTaskFlag(flags, 'kernelThread'),
    awaitedChildren: field(11) + field(13) + field(16) + field(17),
    threads: field(20),
    startTicks: field(22),
    exitSignal: field(38),
    processor: field(39),
    exitCode: field(LAST_FIELD),
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
