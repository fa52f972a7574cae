import {found, type Read, unreadable} from './read.ts';

/** A file descriptor of some process: what /proc/PID/fd/FD names. */
export interface DescriptorId {
  readonly pid: number;
  readonly fd: number;
}

/** A place in a descriptor table, with what the kernel keeps behind it. Its addresses only tell objects apart. */
export interface DescriptorEntry extends DescriptorId {
  /** The number of the inode: the N of "pipe:[N]". Of a file on overlayfs it need not be the one that stat(2) tells. */
  readonly inode: number;
  /** Which inode it is: two file systems may number alike. */
  readonly object: bigint;
  /** Which table it stands in: threads have one in common, and processes by clone(2) CLONE_FILES. */
  readonly table: bigint;
  /** Which open file description it refers to. */
  readonly description: bigint;
  /**
   * How many references the kernel has to that: one for each place in each table, and for as long as they last
   * one for each mapping (mmap(2)), descriptor on its way (unix(7) SCM_RIGHTS) and call at work on it.
   */
  readonly references: number;
  readonly isSocket: boolean;
  /** Of a pipe or FIFO: how many open file descriptions it has, both ends together; undefined too for an O_PATH descriptor, which is none of them. */
  readonly pipeDescriptions: number | undefined;
}

/** Which places in descriptor tables are asked for; without a list, all. */
export interface WantedEntries {
  readonly pids?: readonly number[];
  /** The numbers of inodes. */
  readonly inodes?: readonly number[];
}

/** What a process does with one signal (its k_sigaction), as the kernel keeps it. */
export interface SignalAction {
  /** When the process started, in clock ticks since boot: field 22 of proc_pid_stat(5). Join by pid and this. */
  readonly startTicks: number;
  /** Address of the handler in the process; 0n is SIG_DFL, 1n is SIG_IGN. */
  readonly handler: bigint;
  /** SA_NOCLDWAIT and the like, as sigaction(2) took them, with what the C library added (SA_RESTORER). */
  readonly flags: number;
  /** Whether orphans among its descendants are reparented to it: PR_SET_CHILD_SUBREAPER(2const). */
  readonly childSubreaper: boolean;
}

/** A unix(7) socket of procdoc's own network namespace, as sock_diag(7) tells of it. */
export interface UnixSocket {
  readonly type: 'stream' | 'datagram' | 'seqpacket' | 'unknown';
  readonly state: 'CONNECTED' | 'LISTEN' | 'UNCONNECTED' | 'unknown';
  /**
   * Inode of the socket at the other end. Undefined where there is none that a descriptor could name:
   * not connected, the other end closed, or the connection not accepted yet.
   */
  readonly peerInode: number | undefined;
  /** The bytes it is bound to: a path, or an abstract name with its leading NUL. Undefined if not bound. */
  readonly name: Uint8Array | undefined;
  /** Of one that listens: the inodes of those that connected to it and were not accepted yet. Undefined: none, or an older recording. */
  readonly queuedInodes?: readonly number[];
}

/**
 * What procdoc asks the kernel by system calls, because no /proc file tells. Beside the live kernel, a
 * recording can answer. All of it only looks: nothing here stops, signals or changes a process.
 */
export interface Syscalls {
  /** Why no system call can be made at all, in words for the user; undefined where they can be made. */
  readonly unavailable: string | undefined;

  /**
   * Whether kcmp(2) works here, tried on procdoc itself: EPERM where a seccomp filter forbids it (Docker's
   * default one does, without CAP_SYS_PTRACE), ENOSYS where the kernel was built without it.
   */
  kcmpUsable(): Read<true>;

  /**
   * Compares two open file descriptions by kcmp(2) KCMP_FILE (since Linux 3.5): 0 is one and the same
   * description, shared by dup(2), fork(2) or SCM_RIGHTS; -1 and 1 are a total order, fit for sorting and
   * stable until reboot. EBADF: a descriptor is not open; ESRCH: a process is gone; EPERM: ptrace read
   * access to one of them is denied; ENOSYS: kcmp does not work here, see `kcmpUsable`.
   */
  compareDescriptions(a: DescriptorId, b: DescriptorId): Read<-1 | 0 | 1>;

  /**
   * Whether two processes share one descriptor table (clone(2) CLONE_FILES), so that what one opens or
   * closes the other does too: kcmp(2) KCMP_FILES. Errors as for `compareDescriptions`.
   */
  shareDescriptorTable(pid: number, otherPid: number): Read<boolean>;

  /**
   * What the processes do with a signal, by pid. Reads the kernel's own tables with a BPF task iterator
   * (since Linux 5.8). A process that is not in the map is unknown, not at its default.
   * @param pids those that matter: others need not be in the map. Without, all do
   *
   * EPERM: it needs CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, in the initial user namespace. ENOENT: the
   * kernel has no /sys/kernel/btf/vmlinux. EBADMSG: it has, but not with what procdoc looks for. EINVAL: not
   * the number of a signal, or the kernel is locked down (kernel_lockdown(7)). EXDEV: the kernel counts in
   * other pids or start times than /proc does here, in a pid or time namespace that is not the initial one.
   */
  signalActions(signal: number, pids?: readonly number[]): Read<ReadonlyMap<number, SignalAction>>;

  /**
   * The places in the descriptor tables of these processes (since Linux 6.1), or of all (since Linux 5.8), that lead
   * to an inode of one of these numbers, or to any: by a BPF iterator over open files. Those of a thread that has a
   * table of its own, or outlived its main thread, stand under its tid; a process that is gone has none. Errors as for
   * `signalActions`; EINVAL also: an older kernel; E2BIG: too many inodes.
   */
  descriptorEntries(wanted: WantedEntries): Read<readonly DescriptorEntry[]>;

  /** The number of the inode that a path leads to, as `descriptorEntries` has it. Errors as there, and of open(2). */
  inodeAt(path: string): Read<number>;

  /**
   * Asks while procdoc itself runs on a certain CPU, and then lets it run where it might before:
   * sched_setaffinity(2). EINVAL: there is no such CPU, or procdoc may not run there (cpuset(7)).
   */
  onProcessor<T>(processor: number, ask: () => T): Read<T>;

  /**
   * The unix(7) sockets of procdoc's own network namespace by inode: a NETLINK_SOCK_DIAG dump, see
   * sock_diag(7) (since Linux 3.3). Needs no privilege. ENOENT: the kernel lacks the unix_diag module.
   */
  unixSockets(): Read<ReadonlyMap<number, UnixSocket>>;

  /**
   * One of them. Inode numbers of sockets are unique across network namespaces, but those of other namespaces are
   * not found: ENOENT, as for what is no unix socket.
   */
  unixSocket(inode: number): Read<UnixSocket>;
}

/** One of all unix sockets; ENOENT: it is not among them. */
export function socketAmong(all: Read<ReadonlyMap<number, UnixSocket>>, inode: number): Read<UnixSocket> {
  if (!all.ok) return all;
  const socket = all.value.get(inode);
  return socket ? found(socket) : unreadable('ENOENT');
}

/** Answers ENOSYS to everything: where koffi is missing, and for the /proc of another machine. */
export class NoSyscalls implements Syscalls {
  readonly unavailable: string;

  /** @param reason Why there are none, in words for the user. */
  constructor(reason: string) {
    this.unavailable = reason;
  }

  kcmpUsable(): Read<true> {
    return unreadable('ENOSYS');
  }

  compareDescriptions(): Read<-1 | 0 | 1> {
    return unreadable('ENOSYS');
  }

  shareDescriptorTable(): Read<boolean> {
    return unreadable('ENOSYS');
  }

  signalActions(): Read<ReadonlyMap<number, SignalAction>> {
    return unreadable('ENOSYS');
  }

  descriptorEntries(): Read<never> {
    return unreadable('ENOSYS');
  }

  inodeAt(): Read<never> {
    return unreadable('ENOSYS');
  }

  onProcessor(): Read<never> {
    return unreadable('ENOSYS');
  }

  unixSockets(): Read<ReadonlyMap<number, UnixSocket>> {
    return unreadable('ENOSYS');
  }

  unixSocket(): Read<UnixSocket> {
    return unreadable('ENOSYS');
  }
}
