import {type AccessMode, decodeOpenFlags} from '../process/open-flags.ts';
import {intArgument} from '../process/pid-syscall.ts';
import {type FutexCall, futexCall, futexWaitCall, futexWaitvCall} from './futex-call.ts';

/** A descriptor by its number, and what the caller waits to do with it. */
export interface Watched {
  readonly fd: number;
  readonly direction: 'read' | 'write';
}

/**
 * What a system call that may sleep waits for, as far as its number and arguments show. `timed`: the call has a
 * timeout, so that time alone ends it.
 */
export type BlockingCall =
  | {readonly kind: 'descriptors'; readonly watched: readonly Watched[]}
  /** `wanted`: of flock(2) the operation, of fcntl(2) where the struct flock lies in the memory of the process. */
  | {
      readonly kind: 'lock';
      readonly fd: number;
      readonly class: 'flock' | 'posix' | 'ofd';
      readonly wanted: bigint;
    }
  /** connect(2). `address`: where the struct sockaddr lies, `length` bytes long. */
  | {readonly kind: 'connect'; readonly fd: number; readonly address: bigint; readonly length: number}
  | {readonly kind: 'epoll'; readonly fd: number; readonly timed: boolean}
  /** `address`: where the array of struct pollfd lies in the memory of the process. */
  | {readonly kind: 'poll'; readonly address: bigint; readonly count: number; readonly timed: boolean}
  /** `reads`, `writes`: the address of an fd_set; 0n: none. */
  | {
      readonly kind: 'select';
      readonly count: number;
      readonly reads: bigint;
      readonly writes: bigint;
      readonly timed: boolean;
    }
  | {readonly kind: 'children'}
  /** vfork(2), or clone(2) with CLONE_VFORK: the parent sleeps until the new child execs or exits. */
  | {readonly kind: 'new-child'}
  | FutexCall
  /** rt_sigsuspend(2), rt_sigtimedwait(2). `set`: address of the awaited signals; undefined: every signal that the call leaves unblocked. */
  | {readonly kind: 'signal'; readonly set: bigint | undefined; readonly timed: boolean}
  /** restart_syscall(2): a call that continues after a stop. Its number and arguments are no longer shown. */
  | {readonly kind: 'restarted'}
  | OpeningCall
  /** mq_overview(7). */
  | {
      readonly kind: 'queue';
      readonly fd: number;
      readonly direction: Watched['direction'];
      readonly timed: boolean;
    }
  /** msgrcv(2), msgsnd(2). */
  | {readonly kind: 'ipc-queue'; readonly id: number; readonly direction: Watched['direction']}
  /** semop(2). `operations`: where its array of `count` struct sembuf lies in the memory of the process. */
  | {
      readonly kind: 'semaphores';
      readonly id: number;
      readonly operations: bigint;
      readonly count: number;
      readonly timed: boolean;
    }
  /** The call waits for something that no search finds a process for. */
  | {readonly kind: 'other'; readonly endedBy: 'time' | 'signal' | 'io'};

/** open(2): of a FIFO, it waits until a process opens the other end. */
export interface OpeningCall {
  readonly kind: 'open';
  /** The directory that a relative path starts from; undefined: the working directory. */
  readonly directoryFd: number | undefined;
  /** Address of the path. */
  readonly path: bigint;
  /** Undefined for openat2(2), which has it in memory. */
  readonly accessMode: AccessMode | undefined;
}

/** fcntl(2): the commands that wait for a lock. F_OFD_SETLKW since Linux 3.15. */
const F_SETLKW = 7;
const F_OFD_SETLKW = 38;

/** open(2). */
const AT_FDCWD = -100;
const O_WRONLY = 1;

type Decode = (ints: readonly number[], args: readonly bigint[]) => BlockingCall | undefined;

const reading: Decode = ([fd = -1]) => onDescriptor(fd, 'read');
const writing: Decode = ([fd = -1]) => onDescriptor(fd, 'write');
const copying: Decode = ([from = -1, , to = -1]) => ({
  kind: 'descriptors',
  watched: [
    {fd: from, direction: 'read'},
    {fd: to, direction: 'write'},
  ],
});
const sleeping: Decode = () => ({kind: 'other', endedBy: 'time'});
const signal: Decode = () => ({kind: 'other', endedBy: 'signal'});
const completion: Decode = () => ({kind: 'other', endedBy: 'io'});
const children: Decode = () => ({kind: 'children'});
const newChild: Decode = () => ({kind: 'new-child'});
const fcntl: Decode = ([fd = -1, command], [, , wanted = 0n]) =>
  command === F_SETLKW
    ? {kind: 'lock', fd, class: 'posix', wanted}
    : command === F_OFD_SETLKW
      ? {kind: 'lock', fd, class: 'ofd', wanted}
      : undefined;
/** epoll_wait(2) and poll(2) take a timeout in milliseconds, negative for none; other calls take a struct timespec, null for none. */
const epollMs: Decode = ([fd = -1, , , timeoutMs = -1]) => ({kind: 'epoll', fd, timed: timeoutMs >= 0});
const pollMs: Decode = ([, , timeoutMs = -1], args) => poll(args, timeoutMs >= 0);
const select: Decode = ([count = 0], [, reads = 0n, writes = 0n, , timeout = 0n]) => ({
  kind: 'select',
  count,
  reads,
  writes,
  timed: timeout !== 0n,
});

const decoders: Readonly<Record<string, Decode>> = {
  ...named('read readv pread64 preadv preadv2 recvfrom recvmsg recvmmsg accept accept4 getdents64', reading),
  ...named('write writev pwrite64 pwritev pwritev2 sendto sendmsg sendmmsg sendfile vmsplice', writing),
  ...named('fsync fdatasync ftruncate', writing),
  splice: copying,
  tee: ([from = -1, to = -1], args) => copying([from, 0, to], args),
  copy_file_range: copying,
  connect: ([fd = -1, , length = 0], [, address = 0n]) => ({kind: 'connect', fd, address, length}),
  flock: ([fd = -1], [, wanted = 0n]) => ({kind: 'lock', fd, class: 'flock', wanted}),
  fcntl,
  ...named('epoll_wait epoll_pwait', epollMs),
  epoll_pwait2: ([fd = -1], args) => ({kind: 'epoll', fd, timed: args[3] !== 0n}),
  poll: pollMs,
  ppoll: (_, args) => poll(args, args[2] !== 0n),
  ...named('select pselect6', select),
  ...named('wait4 waitid', children),
  ...named('vfork clone clone3', newChild),
  futex: (_, args) => futexCall(args),
  futex_wait: (_, args) => futexWaitCall(args),
  futex_waitv: (_, args) => futexWaitvCall(args),
  open: ([, flags = 0], [path]) => opening(path, undefined, flags),
  creat: (_, [path]) => opening(path, undefined, O_WRONLY),
  openat: ([directoryFd, , flags = 0], [, path]) => opening(path, directoryFd, flags),
  openat2: ([directoryFd], [, path]) => opening(path, directoryFd),
  ...named('nanosleep clock_nanosleep', sleeping),
  pause: signal,
  rt_sigsuspend: () => ({kind: 'signal', set: undefined, timed: false}),
  rt_sigtimedwait: (_, [set, , timeout = 0n]) => ({kind: 'signal', set, timed: timeout !== 0n}),
  restart_syscall: () => ({kind: 'restarted'}),
  msgrcv: ([id = -1]) => ({kind: 'ipc-queue', id, direction: 'read'}),
  msgsnd: ([id = -1]) => ({kind: 'ipc-queue', id, direction: 'write'}),
  mq_timedreceive: (ints, args) => queue('read', ints, args),
  mq_timedsend: (ints, args) => queue('write', ints, args),
  semop: ([id], args) => semaphores(id, args, false),
  semtimedop: ([id], args) => semaphores(id, args, args[3] !== 0n),
  ...named('io_uring_enter io_getevents io_pgetevents sync syncfs', completion),
};

/** What a system call waits for; undefined where its arguments do not show it, or the call does not sleep. */
export function decodeBlockingCall(name: string, args: readonly bigint[]): BlockingCall | undefined {
  const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  return decode?.(args.map(intArgument), args);
}

function onDescriptor(fd: number, direction: Watched['direction']): BlockingCall {
  return {kind: 'descriptors', watched: [{fd, direction}]};
}

function poll([address = 0n, count = 0n]: readonly bigint[], timed: boolean): BlockingCall {
  return {kind: 'poll', address, count: Number(BigInt.asUintN(32, count)), timed};
}

/** mq_timedreceive(2) and mq_timedsend(2): the descriptor of the queue first, a struct timespec last. */
function queue(
  direction: Watched['direction'],
  [fd = -1]: readonly number[],
  [, , , , timeout = 0n]: readonly bigint[],
): BlockingCall {
  return {kind: 'queue', fd, direction, timed: timeout !== 0n};
}

function semaphores(
  id = -1,
  [, operations = 0n, count = 0n]: readonly bigint[],
  timed: boolean,
): BlockingCall {
  return {kind: 'semaphores', id, operations, count: Number(BigInt.asUintN(32, count)), timed};
}

function opening(path = 0n, directoryFd = AT_FDCWD, flags?: number): BlockingCall {
  return {
    kind: 'open',
    directoryFd: directoryFd === AT_FDCWD ? undefined : directoryFd,
    path,
    accessMode: flags === undefined ? undefined : decodeOpenFlags(flags).accessMode,
  };
}

function named(names: string, decode: Decode): Record<string, Decode> {
  return Object.fromEntries(names.split(' ').map(name => [name, decode]));
}
