import type {LockLine} from '../../parse/locks/lock-line.ts';
import type {TaskState} from '../../parse/process/pid-stat.ts';
import type {WaitTarget} from '../activity.ts';
import type {Descriptor} from '../descriptor.ts';
import type {ListedRequest} from './listed-locks.ts';

/** Something that can end a thread's wait, as far as the thread itself tells: by whom is searched afterwards. */
export type Awaited =
  | AwaitedEnd
  /** Who has the other end of /dev/pts/INDEX: `end` is the one that it reads itself. */
  | {readonly kind: 'terminal'; readonly end: 'terminal' | 'master'; readonly index: number}
  /** One that listens where a socket is being connected to; `address`: the struct sockaddr, undefined where that was not seen. */
  | {
      readonly kind: 'listener';
      readonly descriptor: Descriptor;
      readonly target: string;
      readonly address: Buffer | undefined;
    }
  | {readonly kind: 'lock'; readonly class: 'flock' | 'posix' | 'ofd'; readonly descriptor: Descriptor}
  /** The same, where no more of it was seen than /proc/locks has. */
  | ({readonly kind: 'listed-lock'} & ListedRequest)
  /** A lease that it wants to break: fcntl(2) F_SETLEASE. */
  | {readonly kind: 'lease'; readonly lease: LockLine}
  | {readonly kind: 'children'; readonly which: WaitTarget; readonly certainty: 'proven' | 'likely'}
  | {readonly kind: 'new-child'}
  /** A pidfd. `pid` is as the procfs numbers it; undefined where it does not show that process. */
  | {readonly kind: 'process'; readonly pid: number | undefined; readonly target: string}
  | {readonly kind: 'tracer'; readonly pid: number}
  /** SIGCONT, after a signal has stopped it. */
  | {readonly kind: 'continuation'}
  /** SIGCHLD among other signals, so that the end of a child most likely ends the wait. */
  | {readonly kind: 'child-signal'}
  /** Another thread of its own process; if a futex(2) lies in shared memory, one of a process that shares it, too. */
  | {readonly kind: 'own-thread'; readonly memory: 'own' | 'shared' | 'unseen'}
  /** Nothing that a process could be found to do: "time", "input on /dev/pts/3". */
  | {readonly kind: 'other'; readonly what: string};

/** In words, what a process mostly does to itself: an event loop has all three, and they tell nothing of why it waits. */
export const wakeUps = {
  eventfd: 'an eventfd that someone adds to',
  thread: 'another thread of its own',
  pipe: 'a write to its own self-pipe',
} as const;

/** The other end of a pipe, FIFO or socket. */
export interface AwaitedEnd {
  readonly kind: 'pipe' | 'fifo' | 'socket';
  readonly descriptor: Descriptor;
  readonly target: string;
  readonly direction: 'read' | 'write';
  /** Whether it is one of several that epoll, poll or select watches, and not read from or written to itself. */
  readonly watched: boolean;
}

/** What a thread does that cannot go on by itself. */
export interface BlockedThread {
  readonly tid: number;
  readonly state: TaskState;
  /** "read", "running", "outside of a system call"; null where that may not be seen. */
  readonly syscall: string | null;
  readonly fd: number | null;
  readonly target: string | null;
  /** Any of these ends the wait; empty for a thread that runs. */
  readonly awaited: readonly Awaited[];
}
