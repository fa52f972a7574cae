/** The state of a task, as proc_pid_stat(5) prints it. */
export type StateLetter = 'R' | 'S' | 'D' | 'T' | 't' | 'X' | 'Z' | 'P' | 'I';

/**
 * The letters of the kernel's task_state_array, by how many bits it takes to write the state down: bits of __state and
 * exit_state of task_struct in <linux/sched.h>.
 */
const letters = ['R', 'S', 'D', 'T', 't', 'X', 'Z', 'P'] as const;
/** The bits that count for a letter; others say what may wake the task up (TASK_FREEZABLE, since Linux 6.1). */
const REPORTED = 0x7f;
/** TASK_UNINTERRUPTIBLE | TASK_NOLOAD: a thread of the kernel that has nothing to do. */
const IDLE = 0x402;
/** TASK_RTLOCK_WAIT (since Linux 5.15) or TASK_FROZEN (since Linux 6.1): shown as uninterruptible sleep. */
const SHOWN_AS_UNINTERRUPTIBLE = 0x1000 | 0x8000;

/** The letter that get_task_state() in fs/proc/array.c has for the state and the exit state of a task_struct. */
export function stateLetter(state: number, exitState: number): StateLetter {
  if ((state & SHOWN_AS_UNINTERRUPTIBLE) !== 0) return 'D';
  if ((state & IDLE) === IDLE) return 'I';
  return letters[32 - Math.clz32((state | exitState) & REPORTED)] ?? 'R';
}
