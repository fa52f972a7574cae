import {withKoffi} from './koffi.ts';
import {type Errno, errnoNames, found, mapRead, type Read, unreadable} from './read.ts';

/** The numbers of system calls that have no function in the C library: syscalls(2). */
interface CallNumbers {
  readonly kcmp: number;
  readonly bpf: number;
}

const numbersByArch: Partial<Record<string, CallNumbers>> = {
  x64: {kcmp: 312, bpf: 321},
  arm64: {kcmp: 272, bpf: 280},
};

/** The numbers of pidfd_open(2) and pidfd_getfd(2) on every architecture. */
const [PIDFD_OPEN, PIDFD_GETFD] = [434, 438];

/** sizeof(struct sockaddr_storage). */
const ADDRESS_BYTES = 128;

/** Constants of <sys/mman.h>, on every architecture for which Node is built. */
const PROT_READ = 1;
const PROT_WRITE = 2;
const MAP_SHARED = 1;
const MAP_PRIVATE = 2;
const MAP_FAILED = -1n;

/** <fcntl.h>: a path starts from the working directory. */
const AT_FDCWD = -100;

/** Memory that the kernel and procdoc share. */
export interface SharedMemory {
  readonly bytes: Uint8Array;
  unmap(): void;
}

/** The system calls themselves, with the arguments of their man pages; a negative result is given as its errno. */
export interface Libc {
  /** kcmp(2). */
  kcmp(pid: number, otherPid: number, type: number, index: number, otherIndex: number): Read<number>;
  /** bpf(2), with a union bpf_attr. The memory is not moved or freed during the call. */
  bpf(command: number, attributes: Uint8Array): Read<number>;
  /** pidfd_open(2), since Linux 5.3: a descriptor, which the caller closes. */
  pidfdOpen(pid: number): Read<number>;
  /** socket(2). */
  socket(domain: number, type: number, protocol: number): Read<number>;
  /** bind(2), to an address as its family lays it out. */
  bind(descriptor: number, address: Uint8Array): Read<number>;
  /** pidfd_getfd(2), since Linux 5.6: a descriptor, which the caller closes. */
  pidfdGetfd(pidfd: number, fd: number): Read<number>;
  /** getsockname(2): the bytes of the address, as its family lays it out. */
  socketName(descriptor: number): Read<Uint8Array>;
  /** getpeername(2), as of the name. */
  peerName(descriptor: number): Read<Uint8Array>;
  /** getsockopt(2), into this memory. */
  socketOption(descriptor: number, level: number, option: number, memory: ArrayBufferView): Read<number>;
  /** setsockopt(2), of an option that is an int. */
  setSocketOption(descriptor: number, level: number, option: number, value: number): Read<number>;
  /** semctl(2), of a command without an argument. */
  semctl(id: number, number: number, command: number): Read<number>;
  /** fanotify_init(2), of events without open files: a descriptor, which the caller closes. */
  fanotifyInit(flags: number): Read<number>;
  /** fanotify_mark(2), of a path. */
  fanotifyMark(group: number, flags: number, mask: number, path: string): Read<number>;
  /** ioctl(2), into this memory. */
  ioctl(descriptor: number, request: number, memory: Uint8Array): Read<number>;
  /** poll(2), of so many struct pollfd, without waiting. */
  poll(descriptors: Uint8Array, count: number): Read<number>;
  /** sched_getaffinity(2) of the calling thread, into a cpu_set_t. */
  getAffinity(set: Uint8Array): Read<number>;
  /** sched_setaffinity(2) of the calling thread. */
  setAffinity(set: Uint8Array): Read<number>;
  /** tcgetattr(3), into a struct termios. */
  terminalAttributes(descriptor: number, termios: Uint8Array): Read<number>;
  /** mmap(2) of a file from its start, for reading only. The file stays mapped until procdoc exits. */
  map(descriptor: number, size: number): Read<Uint8Array>;
  /**
   * mmap(2) of a part of a map of the kernel, which the kernel keeps writing. The memory must not be used after `unmap`.
   * @param part in bytes, at multiples of the page size; writable: procdoc itself writes there
   */
  mapShared(
    descriptor: number,
    part: {readonly offset: number; readonly size: number; readonly writable: boolean},
  ): Read<SharedMemory>;
  /** sysconf(3) _SC_PAGESIZE, in bytes. */
  readonly pageSize: number;
  /** Calls back while a descriptor is readable, from the event loop, until the watch is closed: poll(2). */
  whileReadable(descriptor: number, call: () => void): {close(): void};
  /** The address of this memory, for pointers within an argument; valid for as long as the caller holds the memory. */
  addressOf(memory: Uint8Array): bigint;
  /** The name of a positive errno, as the kernel puts it into messages: "EPERM" for 1. */
  errnoName(errno: number): Errno;
}

/**
 * Opens the C library with koffi. Never rejects. ENOSYS: procdoc does not know the machine's call numbers; else as
 * withKoffi.
 */
export async function openLibc(): Promise<Read<Libc>> {
  const numbers = process.platform === 'linux' ? numbersByArch[process.arch] : undefined;
  if (numbers === undefined) return unreadable('ENOSYS');
  return withKoffi(koffi => libcOf(koffi, numbers));
}

/** What is polled: a handle that nothing refers to is closed without a word. */
const polled = new Set<object>();

function libcOf(koffi: typeof import('koffi'), numbers: CallNumbers): Libc {
  const libc = koffi.load(null);
  const syscall5: (number: number, ...args: [number, number, number, number, number]) => number = libc.func(
    'long syscall(long, long, long, long, long, long)',
  );
  const syscallBpf: (number: number, command: number, memory: Uint8Array, size: number) => number = libc.func(
    'long syscall(long, long, void *, long)',
  );
  const mmap: (...args: [null, number, number, number, number, number]) => bigint = libc.func(
    'void *mmap(void *, size_t, int, int, int, long)',
  );
  // Each is looked up when it is first called, since most answers call few. The interface has the types of the arguments.
  const int = (signature: string) => {
    let call: ((...args: readonly unknown[]) => number) | undefined;
    return (...args: readonly unknown[]): number => {
      call ??= libc.func(`int ${signature}`) as typeof call & {};
      return call(...args);
    };
  };
  const socket = int('socket(int, int, int)');
  const bind = int('bind(int, void *, unsigned int)');
  const getsockopt = int('getsockopt(int, int, int, void *, void *)');
  const setsockopt = int('setsockopt(int, int, int, void *, unsigned int)');
  const getsockname = int('getsockname(int, void *, void *)');
  const getpeername = int('getpeername(int, void *, void *)');
  const semctl = int('semctl(int, int, int)');
  const fanotifyInit = int('fanotify_init(unsigned int, unsigned int)');
  const fanotifyMark = int('fanotify_mark(int, unsigned int, uint64_t, int, const char *)');
  const ioctl = int('ioctl(int, unsigned long, void *)');
  const poll = int('poll(void *, unsigned long, int)');
  const munmap: (address: bigint, size: number) => number = libc.func('int munmap(void *, size_t)');
  const getPageSize: () => number = libc.func('int getpagesize()');
  const getAffinity = int('sched_getaffinity(int, size_t, void *)');
  const setAffinity = int('sched_setaffinity(int, size_t, void *)');
  const tcgetattr = int('tcgetattr(int, void *)');
  const errnoName = errnoNames(koffi.os.errno);
  const answer = (result: number) => (result < 0 ? unreadable(errnoName(koffi.errno())) : found(result));
  const address = (name: typeof getsockname) => (descriptor: number) => {
    const [bytes, length] = [new Uint8Array(ADDRESS_BYTES), Int32Array.of(ADDRESS_BYTES)];
    return mapRead(answer(name(descriptor, bytes, length)), () => bytes.subarray(0, length[0]));
  };
  return {
    kcmp: (...args) => answer(syscall5(numbers.kcmp, ...args)),
    bpf: (command, attributes) => answer(syscallBpf(numbers.bpf, command, attributes, attributes.byteLength)),
    pidfdOpen: pid => answer(syscall5(PIDFD_OPEN, pid, 0, 0, 0, 0)),
    socket: (...args) => answer(socket(...args)),
    bind: (descriptor, address) => answer(bind(descriptor, address, address.byteLength)),
    pidfdGetfd: (pidfd, fd) => answer(syscall5(PIDFD_GETFD, pidfd, fd, 0, 0, 0)),
    socketName: address(getsockname),
    peerName: address(getpeername),
    socketOption: (descriptor, level, option, memory) =>
      answer(getsockopt(descriptor, level, option, memory, Int32Array.of(memory.byteLength))),
    setSocketOption: (descriptor, level, option, value) =>
      answer(setsockopt(descriptor, level, option, new Uint8Array(Int32Array.of(value).buffer), 4)),
    semctl: (...args) => answer(semctl(...args)),
    fanotifyInit: flags => answer(fanotifyInit(flags, 0)),
    fanotifyMark: (group, flags, mask, path) => answer(fanotifyMark(group, flags, mask, AT_FDCWD, path)),
    ioctl: (...args) => answer(ioctl(...args)),
    poll: (descriptors, count) => answer(poll(descriptors, count, 0)),
    getAffinity: set => answer(getAffinity(0, set.byteLength, set)),
    setAffinity: set => answer(setAffinity(0, set.byteLength, set)),
    terminalAttributes: (...args) => answer(tcgetattr(...args)),
    map: (descriptor, size) => {
      const address = mmap(null, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
      return BigInt.asIntN(64, address) === MAP_FAILED
        ? unreadable(errnoName(koffi.errno()))
        : found(new Uint8Array(koffi.view(address, size)));
    },
    mapShared: (descriptor, {offset, size, writable}) => {
      const protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
      const address = mmap(null, size, protection, MAP_SHARED, descriptor, offset);
      if (BigInt.asIntN(64, address) === MAP_FAILED) return unreadable(errnoName(koffi.errno()));
      return found({
        bytes: new Uint8Array(koffi.view(address, size)),
        unmap: () => void munmap(address, size),
      });
    },
    pageSize: getPageSize(),
    whileReadable: (descriptor, call) => {
      const handle = koffi.node.poll(descriptor, {readable: true}, () => call());
      polled.add(handle);
      return {
        close: () => {
          polled.delete(handle);
          handle.close();
        },
      };
    },
    addressOf: koffi.address,
    errnoName,
  };
}
