/** A resource limit: setrlimit(2). Infinity stands for "unlimited". */
export interface ResourceLimit {
  /** The limit that the kernel enforces. */
  readonly soft: number;
  /** The value to which the process itself may raise the soft limit. */
  readonly hard: number;
}

/** The part of /proc/PID/limits that procdoc uses: proc_pid_limits(5). */
export interface PidLimits {
  /** RLIMIT_NOFILE: one more than the highest descriptor number that the process can get. */
  readonly openFiles: ResourceLimit;
}

/** Parses a limits file; undefined where the line of open files is missing or of another form. */
export function parsePidLimits(bytes: Buffer): PidLimits | undefined {
  const line = /^Max open files +(\d+|unlimited) +(\d+|unlimited) +files *$/m.exec(bytes.toString('latin1'));
  const [, soft, hard] = line ?? [];
  if (soft === undefined || hard === undefined) return undefined;
  return {openFiles: {soft: limitOf(soft), hard: limitOf(hard)}};
}

function limitOf(word: string): number {
  return word === 'unlimited' ? Number.POSITIVE_INFINITY : Number(word);
}
