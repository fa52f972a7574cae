import type {InodeNumber} from '../../kernel/procfs.ts';
import {kernelClassNames, type LockLine} from '../../parse/locks/lock-line.ts';
import type {AccessMode} from '../../parse/process/open-flags.ts';
import type {WaitTarget} from '../activity.ts';
import {type Evidence, seenAt, seenIn} from '../evidence.ts';
import type {Process} from '../process.ts';

/** What shows that a process can end a wait. */
export interface WaitEvidence extends Evidence {
  /** What the bare value does not say: the words for it are in src/rules/words. */
  readonly shows?: Shown;
}

export type Shown =
  /** The descriptor is an end of the pipe or FIFO. */
  | {readonly kind: 'open-for'; readonly accessMode: AccessMode}
  | {readonly kind: 'master-of'; readonly terminal: string}
  /** The waiter's parent or tracer waits for it. */
  | {readonly kind: 'waited-for'; readonly which: WaitTarget}
  | {readonly kind: 'sigchld-awaited'}
  /** The kernel keeps no record of who sent SIGSTOP. */
  | {readonly kind: 'sender-unrecorded'}
  | {readonly kind: 'lock-request'; readonly requesterPid: number | null; readonly lock: LockLine}
  /** Another request for the same lock is served before the waiter's. */
  | {readonly kind: 'served-first'; readonly requesterPid: number | null}
  | {readonly kind: 'lease-break'; readonly inode: InodeNumber; readonly acquirerPid: number}
  | {readonly kind: 'connecting-to'; readonly name: string}
  /** `isUnderway`: the handshake is not complete. */
  | {
      readonly kind: 'tcp-ends';
      readonly local: string;
      readonly remote: string;
      readonly isUnderway: boolean;
    }
  /** `lacks`: what the waiter's connection lacks there: room in the queue, or that a process accepts it. */
  | {readonly kind: 'listener'; readonly at: string | null; readonly lacks: 'room' | 'accept' | null}
  /** The word of a futex names the thread that has the lock, and says that others wait. */
  | {readonly kind: 'futex-owner'; readonly tid: number}
  /** How often the waiter opened the file within a time, in seconds. */
  | {readonly kind: 'openings'; readonly seconds: number}
  /** No open socket of the network namespace has the peer's address. */
  | {readonly kind: 'no-socket'};

/** Where a descriptor of a process leads. */
export function linkSeen({pid}: Process, fd: number, link: string, shows?: Shown): WaitEvidence {
  const seen = seenIn(pid, `fd/${fd}`, null, link);
  return shows ? {...seen, shows} : seen;
}

/** A lock that the fdinfo of a descriptor shows. */
export function lockSeen({pid}: Process, fd: number, lock: LockLine): WaitEvidence {
  return seenIn(pid, `fdinfo/${fd}`, 'lock:', lockValue(lock));
}

/** A line of /proc/locks. */
export function listedSeen(lock: LockLine, shows: Shown): WaitEvidence {
  return {...seenAt('/proc/locks', null, lockValue(lock)), shows};
}

/** "FLOCK WRITE 1170"; without the pid where the kernel shows no acquirer. */
function lockValue({class: lockClass, mode, acquirerPid}: LockLine): string {
  const acquirer = acquirerPid === null ? '' : ` ${acquirerPid}`;
  return `${kernelClassNames[lockClass]} ${mode.toUpperCase()}${acquirer}`;
}
