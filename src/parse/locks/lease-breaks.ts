import {type LockLine, parseLockLine} from './lock-line.ts';

/** A lease that another process breaks: fcntl(2) F_SETLEASE. */
export interface LeaseBreak {
  /** The process that waits until the lease is given back. */
  readonly breakerPid: number;
  readonly lease: LockLine;
}

/**
 * The lease breaks in /proc/locks: proc_locks(5). The line of a breaker names no file ("<none>:0"), and repeats the
 * number of the lease.
 */
export function parseLeaseBreaks(bytes: Buffer): LeaseBreak[] {
  const lines = bytes.toString('latin1').split('\n');
  return lines.flatMap(line => {
    const [, id, pid] = /^(\d+): +-> LEASE +BREAKER +[A-Z]+ +(\d+) /.exec(line) ?? [];
    const own = id === undefined ? undefined : lines.find(other => other.startsWith(`${id}: `));
    const lease = own === undefined ? undefined : parseLockLine(own);
    return lease?.class === 'lease' && lease.granted ? [{breakerPid: Number(pid), lease}] : [];
  });
}
