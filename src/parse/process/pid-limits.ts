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
  /** RLIMIT_CPU, in seconds: at the soft limit comes SIGXCPU, at the hard one SIGKILL. */
  readonly cpuSeconds: ResourceLimit;
}

/** Parses a limits file; undefined where a line that is used is missing or of another form. */
export function parsePidLimits(bytes: Buffer): PidLimits | undefined {
  const text = bytes.toString('latin1');
  const openFiles = limitIn(text, /^Max open files +(\d+|unlimited) +(\d+|unlimited) +files *$/m);
  const cpuSeconds = limitIn(text, /^Max cpu time +(\d+|unlimited) +(\d+|unlimited) +seconds *$/m);
  return openFiles && cpuSeconds && {openFiles, cpuSeconds};
}

function limitIn(text: string, line: RegExp): ResourceLimit | undefined {
  const [, soft, hard] = line.exec(text) ?? [];
  return soft === undefined || hard === undefined ? undefined : {soft: limitOf(soft), hard: limitOf(hard)};
}

function limitOf(word: string): number {
  return word === 'unlimited' ? Number.POSITIVE_INFINITY : Number(word);
}
