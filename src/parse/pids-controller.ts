/**
 * pids.current of a cgroup, and /proc/sys/kernel/pid_max and threads-max: a decimal number. Undefined for
 * anything else.
 */
export function parseTaskCount(bytes: Buffer): number | undefined {
  const digits = /^(\d{1,15})\n?$/.exec(bytes.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** pids.max of a cgroup: how many tasks may be in it and below; Infinity for "max", which is no limit. */
export function parsePidsMax(bytes: Buffer): number | undefined {
  return /^max\n?$/.test(bytes.toString('latin1')) ? Number.POSITIVE_INFINITY : parseTaskCount(bytes);
}

/**
 * pids.events of a cgroup, the line "max": how often fork(2) failed for its limit. (In cgroup v1, and in v2 before
 * Linux 6.11: how often one failed in it, for a limit of its own or of a cgroup above.)
 */
export function parsePidsEvents(bytes: Buffer): number | undefined {
  const digits = /^max (\d{1,15})$/m.exec(bytes.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** /proc/loadavg (proc_loadavg(5)): how many tasks there are on the machine, zombies among them. */
export function parseLoadavgTasks(bytes: Buffer): number | undefined {
  const digits = /^\S+ \S+ \S+ \d+\/(\d{1,15}) \d+\n?$/.exec(bytes.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
