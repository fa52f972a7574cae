import {seenAt, seenIn} from '../../snapshot/evidence.ts';
import type {FileLock, LockWaiter} from '../../snapshot/locks/file-lock.ts';
import {saying, type ToldEvidence} from './evidence.ts';
import {grouped, listed} from './listed.ts';
import {named} from './named.ts';

/** How many waiters are named; every run of a cron job may be one. */
const NAMED = 4;

type Queue = Pick<FileLock, 'waiters'>;

/** "flock (32200)"; the kernel does not name every waiter. */
export function waiterName({pid, comm, process}: Pick<LockWaiter, 'pid' | 'comm' | 'process'>): string {
  if (pid === null) return 'an unknown process';
  return comm === null ? `process ${pid}` : named(process ?? {pid, comm});
}

/** ", and 2 processes wait for it"; empty where none does. */
export function queueText({waiters: {length}}: Queue): string {
  if (length === 0) return '';
  return length === 1 ? ', and 1 process waits for it' : `, and ${grouped(length)} processes wait for it`;
}

/** "flock (32200) is blocked", "flock (32200) and 3 more are blocked". */
export function blockedHeadline({waiters}: Queue): string {
  return `${listed(waiters.map(waiterName), 1)} ${waiters.length === 1 ? 'is' : 'are'} blocked`;
}

/**
 * "flock (32200) has been blocked for at least 3 s"; of several waiters, each with its own time.
 * @param waitedSeconds null where it is not known for how long
 */
export function blockedText({waiters}: Queue, waitedSeconds: (pid: number) => number | null): string {
  const waiting = waiters.map(waiter => {
    const seconds = waiter.pid === null ? null : waitedSeconds(waiter.pid);
    const time = seconds === null || seconds < 1 ? '' : ` for at least ${Math.floor(seconds)} s`;
    return {name: waiterName(waiter), time};
  });
  const [only] = waiting;
  if (only && waiting.length === 1)
    return only.time === '' ? `${only.name} is blocked` : `${only.name} has been blocked${only.time}`;
  const names = waiting.map(({name, time}) => `${name}${time}`);
  return `${listed(names, NAMED)} are blocked`;
}

/** What shows that processes wait for a lock. */
export function waitEvidence({waiters, class: lockClass}: FileLock): ToldEvidence[] {
  const call = lockClass === 'flock' ? 'flock' : 'fcntl';
  return waiters.slice(0, NAMED).flatMap(({pid, mode}): ToldEvidence[] => {
    if (pid === null) return [];
    // A waiter without a mode is not in /proc/locks: its system call shows that it waits.
    if (mode === null)
      return [saying(seenIn(pid, 'syscall', null, call), `blocked in ${call}(2) on this file`)];
    const request = seenAt('/proc/locks', '->', `${mode.toUpperCase()} ${pid}`);
    return [saying(request, `${pid} waits to ${mode}`)];
  });
}
