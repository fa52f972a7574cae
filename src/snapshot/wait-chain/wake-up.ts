import type {InodeNumber} from '../../kernel/procfs.ts';
import type {WaitChannel} from '../../parse/calls/wait-channel.ts';
import type {LockClass} from '../../parse/locks/lock-line.ts';
import type {AccessMode} from '../../parse/process/open-flags.ts';

/** What can end a wait, where no process was found that can: the words for it are in src/render/why. */
export type WakeUp = Occurrence | OtherEnd | InsideKernel | Unseen;

/** Something that happens, whichever process makes it happen. */
type Occurrence =
  /** A timeout, an alarm, the end of a sleep. */
  | {readonly kind: 'time'}
  /** The kernel takes a lease away after fs.lease-break-time. */
  | {readonly kind: 'lease-break-time'}
  | {readonly kind: 'signal'}
  | {readonly kind: 'own-thread'}
  /** Another thread of the process, or a process that shares the memory where the futex lies. */
  | {readonly kind: 'shared-memory'}
  /** Beside the processes that share the memory of a futex, one that isn't visible, or maps it later. */
  | {readonly kind: 'sharer-unseen'}
  /** One of the signals that the process catches, by number. */
  | {readonly kind: 'caught-signal'; readonly signals: readonly number[]}
  /** A lock that another thread of the parent held when that forked the process: the copy is released by nobody. */
  | {readonly kind: 'lock-copied-by-fork'; readonly pid: number; readonly comm: string}
  /** A wake-up that only another thread could give, where there is none; with "shared", another process could. */
  | {readonly kind: 'no-other-thread'; readonly memory: 'own' | 'shared'}
  | {readonly kind: 'eventfd'}
  /** The waiter reads what procdoc says, or writes what it reads. */
  | {readonly kind: 'procdoc'}
  /** A process that watches both ends of a pipe wakes itself up: in a signal handler, or from another thread. */
  | {readonly kind: 'self-pipe'}
  /** A System V semaphore, by the id of its set. */
  | {readonly kind: 'semaphore'; readonly id: number}
  | {readonly kind: 'io'}
  /** Reported by inotify(7) or fanotify(7). */
  | {readonly kind: 'file-change'}
  /** The tracee is in a stop that its tracer may be about to take: under strace(1) it stops at each system call. */
  | {readonly kind: 'tracee-stop'}
  /** restart_syscall(2), which does not show the call that it continues. */
  | {readonly kind: 'restarted-call'}
  /** Any of more processes than are followed. */
  | {readonly kind: 'many-processes'; readonly count: number};

/** Something at the other end of a file, FIFO, socket or terminal. */
type OtherEnd =
  /** `accessMode`: how the waiter opens the FIFO, or has it open; null where neither is visible. */
  | {readonly kind: 'fifo-end'; readonly path: string | null; readonly accessMode: AccessMode | null}
  /** `at`: the address of the socket, or the name of the message queue; null where it wasn't seen. */
  | {readonly kind: 'message'; readonly at: string | null}
  /** A System V message queue. read: a message in it; write: room for one. */
  | {readonly kind: 'ipc-queue'; readonly id: number; readonly direction: 'read' | 'write'}
  | {readonly kind: 'connection'; readonly at: string}
  /** `at`: the address that a listener would have; null where it is unknown. */
  | {readonly kind: 'accept'; readonly at: string | null; readonly socket: string}
  | {readonly kind: 'datagram-reader'; readonly at: string}
  | {readonly kind: 'terminal-input'; readonly path: string}
  /** Room for output. */
  | {readonly kind: 'terminal-output'; readonly path: string}
  /** A process writes to the terminal, or opens it to do so: its master is read. */
  | {readonly kind: 'terminal-write' | 'terminal-open'; readonly path: string}
  | {readonly kind: 'terminal-hangup'}
  | {readonly kind: 'device'; readonly path: string}
  | {readonly kind: 'file-system'; readonly path: string}
  /** A file without a path, by its link: "anon_inode:[perf_event]". */
  | {readonly kind: 'anonymous-file'; readonly target: string}
  /** epoll(7) watches a file after the fd that it was added under is closed. */
  | {readonly kind: 'watched-file'; readonly closedFd: number};

/** Only the kernel function that the thread sleeps in is known: proc_pid_wchan(5). */
type InsideKernel =
  | {readonly kind: 'kernel-function'; readonly function: string; readonly waitsFor: WaitChannel | null}
  /** open(2) of a path, by a function that does not show what for. */
  | {readonly kind: 'open'; readonly path: string; readonly function: string | null}
  /** The end of the waiter's own exit, which the kernel has not come to. */
  | {readonly kind: 'exit'; readonly function: string | null}
  /** What a kernel thread sleeps for. */
  | {readonly kind: 'kernel-wake-up'; readonly function: string | null};

/** Something known only by the place where it was looked for. */
type Unseen =
  | {readonly kind: 'unseen'}
  | {readonly kind: 'writer-unseen' | 'reader-unseen'}
  /** No child was found that the wait takes. */
  | {readonly kind: 'child-unseen'}
  /** Which children the wait takes was not seen. */
  | {readonly kind: 'child-unknown'}
  | {readonly kind: 'pidfd-process-unseen'}
  | {readonly kind: 'tracer-unseen'; readonly pid: number}
  | {readonly kind: 'fd-unseen'; readonly fd: number}
  | {readonly kind: 'watched-descriptors-unseen'}
  | {readonly kind: 'socket-unseen' | 'peer-unseen'; readonly socket: string}
  /** `socket`: the one whose process was not seen. */
  | {readonly kind: 'socket-holder-unseen'; readonly role: SocketRole; readonly socket: string}
  | {readonly kind: 'lock-holder-unseen'; readonly class: LockClass; readonly file: UnseenFile | null}
  | {readonly kind: 'lease-holder-unseen'; readonly file: UnseenFile};

/** What a socket is to the one that waits. */
export type SocketRole = 'peer' | 'listener';

/** A file by its path, or where that is unknown as /proc/locks names it. */
export type UnseenFile = {readonly path: string} | {readonly inode: InodeNumber; readonly device: string};
