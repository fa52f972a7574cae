import type {LockWaiter} from '../../snapshot/locks/file-lock.ts';
import type {LockCase} from '../../snapshot/locks/lock-case.ts';
import type {Rule} from '../rule.ts';
import {lockText, originText, preventionText, releaseText, takerText} from './held-by-heir.ts';

/** How many waiters are named; every run of a cron job may be one. */
const NAMED = 4;

/** Somebody is blocked now, for a lock that nobody who took it still holds. */
export const waitersBehindHeir: Rule<LockCase> = {
  id: 'locks/waiters-behind-heir',
  severity: 'error',
  title: 'processes wait for a lock that only heirs of the one who took it keep alive',
  needs: ['fd', 'fdinfo', 'locks', 'kcmp'],
  check({lock, heirLock, waitedSeconds}) {
    const {waiters} = lock;
    const heirs = waiters.length === 0 ? undefined : heirLock();
    if (!heirs) return undefined;
    const [{process}] = heirs.holders;
    const names = waiters.slice(0, NAMED).map(waiter => nameOf(waiter, waitedSeconds));
    const all = [...names, ...(waiters.length > NAMED ? [`${waiters.length - NAMED} more`] : [])];
    return {
      certainty: heirs.certainty,
      why: `${all.join(' and ')} ${waiters.length === 1 ? 'waits' : 'wait'} for the ${lockText(heirs)}, which was taken by ${takerText(heirs)}, and lives on in ${process.comm} (${process.pid}), which ${originText(heirs)}.`,
      evidence: [...heirs.evidence, ...waiters.slice(0, NAMED).flatMap(waiter => requestOf(waiter))],
      remedy: `${waiters.length === 1 ? 'It gets' : 'They get'} the lock once ${releaseText(heirs)}${preventionText(heirs)}`,
    };
  },
};

function nameOf({pid, comm}: LockWaiter, waitedSeconds: (pid: number) => number | null): string {
  if (pid === null) return 'a process that is not known';
  const seconds = waitedSeconds(pid);
  const since = seconds === null ? '' : `, for ${Math.floor(seconds)} s at least`;
  return `${comm ?? 'a process that is not visible'} (${pid}${since})`;
}

/** Without a mode it was not listed, but seen in the system call. */
function requestOf({pid, mode}: LockWaiter): string[] {
  if (pid === null) return [];
  return [
    mode === null
      ? `/proc/${pid}/syscall: blocked for a lock on this file`
      : `/proc/locks: ${pid} waits to ${mode}`,
  ];
}
