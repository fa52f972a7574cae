import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {LockWish} from '../../parse/locks/struct-flock.ts';
import type {SharedMapping} from '../../parse/process/pid-maps.ts';
import type {TaskState} from '../../parse/process/pid-stat.ts';
import type {Doing, WaitTarget} from '../activity.ts';
import type {Condition} from '../condition.ts';
import type {Descriptor} from '../descriptor.ts';
import type {Thread} from '../thread.ts';
import type {ListedRequest} from './listed-requests.ts';
import type {WakeUp} from './wake-up.ts';

/** Something that can end a thread's wait, as far as the thread itself shows: which process can is searched later. */
export type Awaited =
  | AwaitedEnd
  /**
   * The other end of /dev/pts/INDEX: `end` is the one that the thread reads. Without an index, of another terminal:
   * `path` is then its own, or /dev/tty for the one that controls the process.
   */
  | {
      readonly kind: 'terminal';
      readonly end: 'terminal' | 'master';
      readonly index: number | undefined;
      readonly path: string;
    }
  /** A listener that a socket is being connected to; `address`: the struct sockaddr, undefined where it was not seen. */
  | {
      readonly kind: 'listener';
      readonly descriptor: Descriptor;
      readonly target: string;
      readonly address: Buffer | undefined;
    }
  | AwaitedLock
  /** A lock of which only the request in /proc/locks was seen. `certainty` as for other locks. */
  | ({readonly kind: 'listed-lock'; readonly certainty: 'proven' | 'likely'} & ListedRequest)
  /** A lease that the thread wants to break: fcntl(2) F_SETLEASE. */
  | {readonly kind: 'lease'; readonly lease: LockLine}
  | {readonly kind: 'children'; readonly which: WaitTarget; readonly certainty: 'proven' | 'likely'}
  | {readonly kind: 'new-child'}
  /** A pidfd. `pid` is the number in this procfs; undefined where it does not show that process. */
  | {readonly kind: 'process'; readonly pid: number | undefined; readonly fd: number; readonly link: string}
  | {readonly kind: 'tracer'; readonly pid: number}
  /** SIGCONT, after a signal has stopped the thread. */
  | {readonly kind: 'continuation'}
  /** That its cgroup, or one above, is thawed. */
  | {readonly kind: 'thaw'; readonly condition: Condition & {readonly kind: 'frozen'}}
  /** An answer of the server of a FUSE file system; `function`: the kernel function that the thread sleeps in. */
  | {readonly kind: 'fuse-answer'; readonly function: string; readonly thread: Thread}
  /** The child of a spawnSync() of Node, and that its output is closed. */
  | {readonly kind: 'sync-child'}
  /** SIGCHLD among other signals, so that the exit of a child likely ends the wait. */
  | {readonly kind: 'child-signal'}
  /** The exit of a child, of an event loop that watches nothing on which anyone outside of the process can act. */
  | {readonly kind: 'child-of-loop'}
  /** A futex(2) in memory that other processes have, too. `value`, `isPi`: see BlockingCall. */
  | {
      readonly kind: 'shared-futex';
      readonly tid: number;
      readonly address: bigint;
      readonly value: number;
      readonly isPi: boolean;
      readonly mapping: SharedMapping;
    }
  /** An eventfd(2) that other processes may have inherited, or a message queue. */
  | {
      readonly kind: 'eventfd' | 'message-queue';
      /** Of an eventfd: whether epoll, poll or select watches it, as each event loop does with one of its own. */
      readonly watched: boolean;
      readonly descriptor: Descriptor;
      readonly target: string;
      readonly direction: 'read' | 'write';
    }
  /** A System V message queue. */
  | {readonly kind: 'ipc-queue'; readonly id: number; readonly direction: 'read' | 'write'}
  /** System V semaphores of one set; `numbers`: of those that the call is about, where they were seen. */
  | {readonly kind: 'semaphores'; readonly id: number; readonly numbers: readonly number[]}
  /** That time passes, for a program that may look again and again for something. */
  | {readonly kind: 'pause'}
  /** Another thread of the process; for a futex(2) in shared memory, a process that shares it, too. */
  | {readonly kind: 'own-thread'; readonly memory: 'own' | 'shared' | 'unseen'}
  /** Something that no search finds a process for. */
  | {readonly kind: 'wake-up'; readonly by: WakeUp};

/** A lock on a file that the thread has open. */
export interface AwaitedLock {
  readonly kind: 'lock';
  readonly class: 'flock' | 'posix' | 'ofd';
  readonly descriptor: Descriptor;
  /** Undefined where it was not seen. */
  readonly wish: LockWish | undefined;
  /** Likely where another thread of the process may be the one that asked for it. */
  readonly certainty: 'proven' | 'likely';
}

/** The other end of a pipe, FIFO or socket. */
export interface AwaitedEnd {
  readonly kind: 'pipe' | 'fifo' | 'socket';
  readonly descriptor: Descriptor;
  readonly target: string;
  readonly direction: 'read' | 'write';
  /** Whether epoll, poll or select watches it, among others: then the thread is not in a read or write of it. */
  readonly watched: boolean;
}

/** What a thread does that cannot continue by itself. */
export interface BlockedThread {
  readonly tid: number;
  readonly state: TaskState;
  /** null where that was not seen. */
  readonly doing: Doing | null;
  readonly fd: number | null;
  /** The link of `fd`. */
  readonly target: string | null;
  /** A path that leads from here to what `fd` has open, where it is one; else the link. */
  readonly address: string | null;
  /** Any of these ends the wait; empty for a thread that runs. */
  readonly awaited: readonly Awaited[];
}

/** A wait that this ends. */
export function wokenBy(by: WakeUp): Awaited {
  return {kind: 'wake-up', by};
}
