import {withDescriptor} from '../descriptor.ts';
import {found, type Read, unreadable} from '../read.ts';
import type {ChildFunctions} from './c-functions.ts';

/** The numbers of these system calls are the same on every architecture. */
const PIDFD_SEND_SIGNAL = 424;
const PIDFD_OPEN = 434;

/**
 * Sends a signal to a process by pidfd_open(2) (since Linux 5.3), so that a later process with its pid never gets it.
 * ESRCH: it has exited, or `isStillIt` says that another process has the pid.
 */
export function signalProcess(
  c: ChildFunctions,
  pid: number,
  signal: number,
  isStillIt: () => boolean,
): Read<void> {
  const opened = c.syscall(PIDFD_OPEN, pid, 0, 0, 0);
  if (opened < 0) return unreadable(c.lastErrno());
  return withDescriptor(found(opened), pidfd => {
    if (!isStillIt()) return unreadable('ESRCH');
    return c.syscall(PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0) < 0
      ? unreadable(c.lastErrno())
      : found(undefined);
  });
}
