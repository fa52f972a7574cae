/**
 * The decimal number in pids.current of a cgroup (cgroups(7)), and in /proc/sys/kernel/pid_max and threads-max.
 * Undefined for anything else.
 */
export function parseTaskCount(bytes: Buffer): number | undefined {
  const digits = /^(\d{1,15})\n?$/.exec(bytes.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** pids.max of a cgroup: how many tasks may be in the cgroup and below it; Infinity for "max", without a limit. */
export function parsePidsMax(bytes: Buffer): number | undefined {
  return /^max\n?$/.test(bytes.toString('latin1')) ? Number.POSITIVE_INFINITY : parseTaskCount(bytes);
}

/**
 * The line "max" in pids.events of a cgroup: how often fork(2) failed because of this cgroup's limit. In cgroup v1,
 * and in v2 before Linux 6.11, the line counts the failures in this cgroup, for its own limit or one of a cgroup above.
 */
export function parsePidsEvents(bytes: Buffer): number | undefined {
  const digits = /^max (\d{1,15})$/m.exec(bytes.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
