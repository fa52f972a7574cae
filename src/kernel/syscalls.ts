import type {DescriptorEntry, WantedEntries} from './descriptor-entry.ts';
import type {BoundSocket} from './inet-diag.ts';
import type {KernelObjects} from './kernel-objects.ts';
import type {IpSocket, SocketTimeouts} from './pidfd.ts';
import type {BlockedCall} from './process-table/blocked-call.ts';
import type {Look} from './process-table/process-record.ts';
import type {ProcessRows} from './process-table/process-rows.ts';
import type {InodeNumber} from './procfs.ts';
import type {Errno, Read} from './read.ts';
import type {TerminalSettings} from './terminal-settings.ts';
import type {UnixSocket} from './unix-diag.ts';

/** A file descriptor of a process: /proc/PID/fd/FD. */
export interface DescriptorId {
  readonly pid: number;
  readonly fd: number;
}

/** What a process does with one signal, from the k_sigaction that the kernel keeps. */
export interface SignalAction {
  /**
   * The start of the process, in clock ticks since boot: field 22 of proc_pid_stat(5). Pid and start identify the
   * process.
   */
  readonly startTicks: number;
  /** The address of the handler in the process; 0n is SIG_DFL, 1n is SIG_IGN. */
  readonly handler: bigint;
  /** The flags that sigaction(2) got, such as SA_NOCLDWAIT, with what the C library added (SA_RESTORER). */
  readonly flags: number;
  /** Whether orphaned descendants are reparented to this process: PR_SET_CHILD_SUBREAPER(2const). */
  readonly childSubreaper: boolean;
}

/**
 * What procdoc asks the kernel by system calls, because no /proc file has it. The live kernel or a recording answers.
 * These calls only look: none of them stops, signals or changes a process.
 */
export interface Syscalls {
  /**
   * Why no system call can be made at all; undefined where they can. ELIBACC, ENOEXEC: koffi can't be loaded (kernel/koffi.ts).
   * ENOSYS: procdoc does not know the call numbers of this machine. EXDEV: the procfs shows other processes than those that
   * system calls take. ENODATA: a shell script made the recording, which can't make any.
   */
  readonly unavailable: Errno | undefined;

  /** Gives memory back that only a first question needs; a recording has none. */
  forget?(): void;

  /**
   * Whether kcmp(2) works here, tried on procdoc itself. EPERM: a seccomp filter forbids it (Docker's default filter
   * does, without CAP_SYS_PTRACE). ENOSYS: the kernel was built without kcmp(2).
   */
  kcmpUsable(): Read<true>;

  /**
   * Compares two open file descriptions by kcmp(2) KCMP_FILE (since Linux 3.5). 0: one description, shared by dup(2),
   * fork(2) or SCM_RIGHTS; -1 and 1 are a total order, fit for sorting and stable until reboot. EBADF: a descriptor is
   * not open; ESRCH: a process was reaped; EPERM: ptrace read access to a process is denied; ENOSYS: kcmp(2) does not
   * work here, see `kcmpUsable`.
   */
  compareDescriptions(a: DescriptorId, b: DescriptorId): Read<-1 | 0 | 1>;

  /**
   * Whether two processes share one descriptor table (clone(2) CLONE_FILES), so that what one opens or closes is open
   * or closed in the other: kcmp(2) KCMP_FILES. Errors as for `compareDescriptions`.
   */
  shareDescriptorTable(pid: number, otherPid: number): Read<boolean>;

  /**
   * The inode of the pidfd of a process, which no other process has until reboot: pidfd_open(2), pidfs (since Linux
   * 6.9). EOPNOTSUPP: an older kernel, whose pidfds all have one inode. ESRCH: no such process. EINVAL: the pid of a
   * thread.
   */
  pidfdInode(pid: number): Read<bigint>;

  /**
   * What the processes do with a signal, by pid. Reads the kernel's own tables with a BPF task iterator (since Linux
   * 5.8). The action of a process that is not in the map is unknown, not the default.
   *
   * EPERM: it needs CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, in the initial user namespace. ENOENT: the kernel has
   * no /sys/kernel/btf/vmlinux. EBADMSG: that file lacks what procdoc looks for. EINVAL: not the number of a signal,
   * or the kernel is locked down (kernel_lockdown(7)). EXDEV: /proc has other pids or start times than the kernel, in
   * a pid or time namespace that is not the initial one.
   * @param pids the processes that matter: the map may lack others. Without it, all matter
   */
  signalActions(signal: number, pids?: readonly number[]): Read<ReadonlyMap<number, SignalAction>>;

  /**
   * The processes of the machine, by ascending pid, each from one look, by a BPF task iterator. Those that exist only
   * because procdoc looks are left out. Errors as for `signalActions`.
   */
  processes(look: Look): Read<ProcessRows>;

  /**
   * The entries of the descriptor tables of these processes (since Linux 6.1), or of all (since Linux 5.8), that refer
   * to an inode with one of these numbers, or to any, by a BPF iterator over open files. A thread with a table of its
   * own, or one that outlived its main thread, has its entries under its tid. A process that was reaped has none.
   * Errors as for `signalActions`; also EINVAL: an older kernel; E2BIG: too many inodes.
   */
  descriptorEntries(wanted: WantedEntries): Read<readonly DescriptorEntry[]>;

  /**
   * The pids of the processes that have a file mapped with one of these inode numbers, or, without any, whose name is gone;
   * and of those of which only their maps show that. By a BPF iterator over mappings (since Linux 5.12). Errors as for
   * `signalActions`; also E2BIG: too many inodes.
   */
  mappers(inodes?: readonly InodeNumber[]): Read<ReadonlySet<number>>;

  /** Which objects of the kernel the processes have, by BPF iterators. Errors as for `signalActions`. */
  kernelObjects(): Read<KernelObjects>;

  /**
   * The system calls that threads sleep in, by tid, by a BPF task iterator (since Linux 5.15, on x86-64): a look without a
   * stop, so that of a thread which runs meanwhile, number and arguments may be those of two calls. Threads that run,
   * sleep outside of a call, or in one of a program of 32 bits, are left out. Errors as for `signalActions`.
   */
  blockedCalls(): Read<ReadonlyMap<number, BlockedCall>>;

  /**
   * The number of the inode to which a path leads, as in `descriptorEntries`. Errors are its errors, and those of
   * open(2); also ETIMEDOUT: a file system didn't answer before, and another call might never return.
   */
  inodeAt(path: string): Read<InodeNumber>;

  /**
   * Calls `ask` while procdoc itself runs on this CPU, and restores its CPU affinity afterwards: sched_setaffinity(2).
   * EINVAL: no such CPU, or procdoc may not run on it (cpuset(7)).
   */
  onProcessor<T>(processor: number, ask: () => T): Read<T>;

  /**
   * The unix(7) sockets in procdoc's network namespace by inode, from a NETLINK_SOCK_DIAG dump: sock_diag(7) (since
   * Linux 3.3). The dump needs no privilege. ENOENT: the kernel lacks the unix_diag module.
   */
  unixSockets(): Read<ReadonlyMap<number, UnixSocket>>;

  /** The unix(7) socket with this inode, unique across network namespaces. ENOENT: procdoc's own has no such one. */
  unixSocket(inode: number): Read<UnixSocket>;

  /**
   * The TCP sockets in procdoc's network namespace that are bound, and neither listen nor are connected, which no file of
   * /proc has: sock_diag(7), TCP_BOUND_INACTIVE (since Linux 6.8). EOPNOTSUPP: an older kernel.
   */
  boundSockets(): Read<readonly BoundSocket[]>;

  /**
   * What an IP socket of a process says of itself, whatever network namespace it is in; undefined for any other file. procdoc
   * has a descriptor of it, too, while it asks: pidfd_getfd(2), since Linux 5.6. EPERM: ptrace attach access is denied.
   */
  ipSocket(descriptor: DescriptorId): Read<IpSocket | undefined>;

  /**
   * Which waits for a socket of a process end by time, however it is waited for. Errors as for `ipSocket`; ENOTSOCK: it is
   * no socket.
   */
  socketTimeouts(descriptor: DescriptorId): Read<SocketTimeouts>;

  /**
   * How a pseudoterminal or virtual console that a process has open is set, which changes nothing of it: tcgetattr(3).
   * ENOTTY: the descriptor is neither. EACCES: another user's terminal can't be opened.
   */
  terminalSettings(descriptor: DescriptorId): Read<TerminalSettings>;

  /**
   * The process that last changed a System V semaphore, in procdoc's IPC namespace: semctl(2) GETPID. 0: none has, or it
   * isn't in procdoc's pid namespace. EACCES: the semaphores can't be read. EINVAL: there are no such ones.
   */
  lastSemaphoreUser(id: number, number: number): Read<number>;

  /**
   * Which processes open these files within a time: by path, a pid for each time. Files that can't be watched are left
   * out. fanotify(7), since Linux 5.1. EPERM: it needs CAP_SYS_ADMIN. ETIMEDOUT: as for `inodeAt`.
   */
  fileOpenings(
    paths: readonly string[],
    milliseconds: number,
  ): Promise<Read<ReadonlyMap<string, readonly number[]>>>;
}
