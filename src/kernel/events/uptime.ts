import {uptime} from 'node:os';

/** The time since boot, in clock ticks (USER_HZ), as field 22 of proc_pid_stat(5) counts starts; rounded up. */
export function ticksSinceBoot(): number {
  return Math.ceil(uptime() * 100);
}
