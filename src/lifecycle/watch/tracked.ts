/** A process that is watched, as far as it is known; times are in nanoseconds of CLOCK_MONOTONIC. */
export interface Tracked {
  readonly pid: number;
  startTicks: number | undefined;
  ppid: number | undefined;
  comm: string | undefined;
  /** Whether it has not called execve(2) since it was forked; undefined where that wasn't looked at. */
  forkedWithoutExec: boolean | undefined;
  /** When it exited; 'before' the watch, or at a time that wasn't seen. Undefined while it lives. */
  diedAt: number | 'before' | undefined;
  status: number | undefined;
  /** Whether it was reported as a zombie. */
  reported: boolean;
}

/** What a look at /proc shows of a process. */
export interface Row {
  readonly pid: number;
  readonly startTicks: number;
  readonly ppid: number;
  readonly comm: string;
  readonly forkedWithoutExec: boolean;
  readonly isZombie: boolean;
  /** The wait status of a zombie; undefined where it can't be read. */
  readonly status: number | undefined;
}

/** Looks at processes now. */
export interface ProcessTable {
  /** Every process but the kernel's threads; undefined where /proc can't be read. */
  all(): readonly Row[] | undefined;
  /** One process; undefined where it is gone. */
  one(pid: number): Row | undefined;
  /** The pids that are there. */
  pids(): ReadonlySet<number>;
}

export function trackedOf({pid, startTicks, ppid, comm, forkedWithoutExec, isZombie, status}: Row): Tracked {
  const diedAt = isZombie ? ('before' as const) : undefined;
  return {pid, startTicks, ppid, comm, forkedWithoutExec, diedAt, status, reported: isZombie};
}

/** Whether two starts can be those of one process, where one of them may be unknown. */
export function isSameStart(a: number | undefined, b: number | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
