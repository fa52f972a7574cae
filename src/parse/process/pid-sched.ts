/**
 * `se.exec_start` of /proc/PID/sched: the CPU clock, in milliseconds, when the task last ran; of a zombie,
 * when it died. Only differences between two tasks mean something. World-readable (with CONFIG_SCHED_DEBUG
 * on older kernels). Undefined where the line is missing.
 */
export function parseExecStart(bytes: Buffer): number | undefined {
  const match = /^se\.exec_start\s*:\s*(\d+(?:\.\d+)?)\s*$/m.exec(bytes.toString('latin1'));
  return match ? Number(match[1]) : undefined;
}
