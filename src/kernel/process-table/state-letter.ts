/** The state of a task, as proc_pid_stat(5) prints it. */
export type StateLetter = 'R' | 'S' | 'D' | 'T' | 't' | 'X' | 'Z' | 'P' | 'I';

/** TASK_INTERRUPTIBLE: what most processes are at any moment. */
const INTERRUPTIBLE = 0x1;
/** Bits of task_struct.__state and exit_state in <linux/sched.h>, with the letters of the kernel's task_state_array. */
const stateLetters = [
  [0x40, 'P'],
  [0x20, 'Z'],
  [0x10, 'X'],
  [0x8, 't'],
  [0x4, 'T'],
  [0x2, 'D'],
  [INTERRUPTIBLE, 'S'],
] as const;
/** TASK_UNINTERRUPTIBLE | TASK_NOLOAD: a thread of the kernel that has nothing to do. */
const IDLE = 0x402;
/** TASK_RTLOCK_WAIT (since Linux 5.15) or TASK_FROZEN (since Linux 6.1): shown as uninterruptible sleep. */
const SHOWN_AS_UNINTERRUPTIBLE = 0x1000 | 0x8000;

/** The letter that get_task_state() in fs/proc/array.c has for the state and the exit state of a task_struct. */
export function stateLetter(state: number, exitState: number): StateLetter {
  if (state === INTERRUPTIBLE && exitState === 0) return 'S';
  if ((state & SHOWN_AS_UNINTERRUPTIBLE) !== 0) return 'D';
  if ((state & IDLE) === IDLE) return 'I';
  const bits = state | exitState;
  for (const [bit, letter] of stateLetters) if ((bits & bit) !== 0) return letter;
  return 'R';
}
