import {withKoffi} from '../koffi.ts';
import type {Errno, Read} from '../read.ts';

/** The functions of the C library that start children, wait for them, and change procdoc itself: their man pages have the arguments. */
export interface ChildFunctions {
  posixSpawnp(
    pid: Uint8Array,
    file: Uint8Array,
    ...structs: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  ): number;
  attributesInit(attributes: Uint8Array): number;
  attributesSetFlags(attributes: Uint8Array, flags: number): number;
  attributesSetDefault(attributes: Uint8Array, signals: Uint8Array): number;
  attributesSetMask(attributes: Uint8Array, signals: Uint8Array): number;
  attributesDestroy(attributes: Uint8Array): number;
  actionsInit(actions: Uint8Array): number;
  actionsAddDup2(actions: Uint8Array, from: number, to: number): number;
  actionsDestroy(actions: Uint8Array): number;
  waitid(idType: number, id: number, info: Uint8Array, options: number): number;
  wait4(pid: number, status: Uint8Array, options: number, usage: Uint8Array): number;
  prctl(option: number, value: number): number;
  fcntl(descriptor: number, command: number, value: number): number;
  pipe2(descriptors: Uint8Array, flags: number): number;
  getrlimit(resource: number, limit: Uint8Array): number;
  setrlimit(resource: number, limit: Uint8Array): number;
  signal(signal: number, handler: null): bigint;
  tcgetpgrp(terminal: number): number;
  getpgrp(): number;
  getsid(pid: number): number;
  /** syscall(2), of calls that have no function in the C library, with up to four whole numbers. */
  syscall(number: number, first: number, second: number, third: number, fourth: number): number;
  /** The address of this memory, valid for as long as the caller holds the memory. */
  addressOf(memory: Uint8Array): bigint;
  /** The name of the last error: "ECHILD". */
  lastErrno(): Errno;
  /** "ENOENT" for 2. */
  errnoName(number: number): Errno;
}

/** Opens the C library with koffi. Fails as withKoffi. */
export async function openChildFunctions(): Promise<Read<ChildFunctions>> {
  return withKoffi(functionsOf);
}

function functionsOf(koffi: typeof import('koffi')): ChildFunctions {
  const libc = koffi.load(null);
  const names = new Map<number, Errno>();
  for (const [name, number] of Object.entries(koffi.os.errno))
    if (!names.has(number)) names.set(number, name);
  const errnoName = (number: number): Errno => names.get(number) ?? `errno ${number}`;
  return {
    posixSpawnp: libc.func('int posix_spawnp(void *, void *, void *, void *, void *, void *)'),
    attributesInit: libc.func('int posix_spawnattr_init(void *)'),
    attributesSetFlags: libc.func('int posix_spawnattr_setflags(void *, short)'),
    attributesSetDefault: libc.func('int posix_spawnattr_setsigdefault(void *, void *)'),
    attributesSetMask: libc.func('int posix_spawnattr_setsigmask(void *, void *)'),
    attributesDestroy: libc.func('int posix_spawnattr_destroy(void *)'),
    actionsInit: libc.func('int posix_spawn_file_actions_init(void *)'),
    actionsAddDup2: libc.func('int posix_spawn_file_actions_adddup2(void *, int, int)'),
    actionsDestroy: libc.func('int posix_spawn_file_actions_destroy(void *)'),
    waitid: libc.func('int waitid(int, unsigned int, void *, int)'),
    wait4: libc.func('int wait4(int, void *, int, void *)'),
    prctl: libc.func('int prctl(int, unsigned long)'),
    fcntl: libc.func('int fcntl(int, int, int)'),
    pipe2: libc.func('int pipe2(void *, int)'),
    getrlimit: libc.func('int getrlimit(int, void *)'),
    setrlimit: libc.func('int setrlimit(int, void *)'),
    signal: libc.func('void *signal(int, void *)'),
    tcgetpgrp: libc.func('int tcgetpgrp(int)'),
    getpgrp: libc.func('int getpgrp()'),
    getsid: libc.func('int getsid(int)'),
    syscall: libc.func('long syscall(long, long, long, long, long)'),
    addressOf: koffi.address,
    lastErrno: () => errnoName(koffi.errno()),
    errnoName,
  };
}
