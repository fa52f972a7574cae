/**
 * `se.exec_start` in /proc/PID/sched: the clock of the CPU, in milliseconds, when the task last ran; for a zombie,
 * when it died. Only differences between two tasks have a meaning. Everyone can read the file (older kernels have it
 * with CONFIG_SCHED_DEBUG only). 0: the kernel has moved the task to another CPU since (migrate_task_rq_fair() in
 * kernel/sched/fair.c), and when it ran isn't known. Undefined where the line is missing.
 */
export function parseExecStart(bytes: Buffer): number | undefined {
  const match = /^se\.exec_start\s*:\s*(\d+(?:\.\d+)?)\s*$/m.exec(bytes.toString('latin1'));
  return match ? Number(match[1]) : undefined;
}
