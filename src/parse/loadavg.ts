/** What /proc/loadavg has of tasks, which are processes and threads: proc_loadavg(5). */
export interface Loadavg {
  /** How many there are on the machine, zombies included, in every pid namespace. */
  readonly tasks: number;
  /** The pid that was given out last in the pid namespace of the process that reads it. */
  readonly lastPid: number;
}

/** Undefined for text of another form. */
export function parseLoadavg(bytes: Buffer): Loadavg | undefined {
  const match = /^\S+ \S+ \S+ \d+\/(\d{1,15}) (\d{1,10})\n?$/.exec(bytes.toString('latin1'));
  return match ? {tasks: Number(match[1]), lastPid: Number(match[2])} : undefined;
}
