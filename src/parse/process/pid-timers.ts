/** A timer of timer_create(2), armed or not. */
export interface PosixTimer {
  /** none: it wakes nobody up (SIGEV_NONE). */
  readonly notifies: 'signal' | 'thread' | 'none';
}

/** /proc/PID/timers: proc_pid_timers(5), since Linux 3.10. Undefined where a timer has a form that isn't known. */
export function parsePidTimers(bytes: Buffer): PosixTimer[] | undefined {
  const timers: PosixTimer[] = [];
  for (const line of bytes.toString('latin1').split('\n')) {
    if (!line.startsWith('notify:')) continue;
    const notifies = /^notify: (signal|thread|none)\//.exec(line)?.[1];
    if (notifies !== 'signal' && notifies !== 'thread' && notifies !== 'none') return undefined;
    timers.push({notifies});
  }
  return timers;
}
