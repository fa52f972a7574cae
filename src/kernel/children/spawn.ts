import {readdirSync} from 'node:fs';
import {found, type Read, unreadable} from '../read.ts';
import type {ChildFunctions} from './c-functions.ts';
import {withOpenFilesLimit} from './own-process.ts';

/** POSIX_SPAWN_SETSIGDEF and POSIX_SPAWN_SETSIGMASK of <spawn.h>, alike in glibc and musl. */
const SET_DEFAULT_AND_MASK = 0x04 | 0x08;
/** More than posix_spawnattr_t and posix_spawn_file_actions_t take in any C library that Node runs on. */
const STRUCT_SIZE = 512;
/** sigset_t of the C library, which is larger than that of the kernel. */
const SIGNAL_SET_SIZE = 128;
const F_SETFD = 2;
const FD_CLOEXEC = 1;

/** What to start, and with what. */
export interface Spawned {
  /** Without NULs; the first one is the program, which is searched in PATH if it holds no slash. */
  readonly argv: readonly Uint8Array[];
  /** "NAME=value" each, without NULs. */
  readonly environment: readonly Uint8Array[];
  /** The descriptor of procdoc's that the child gets under each number, its index; the child gets no others. */
  readonly descriptors: ReadonlyMap<number, number>;
  /** Signals that it begins with blocked; all others are not. */
  readonly blocked?: readonly number[];
  /** The soft limit RLIMIT_NOFILE that it begins with; without one, that of procdoc. */
  readonly openFiles?: bigint | undefined;
}

/**
 * Starts a program by posix_spawn(3), in procdoc's process group, with the default disposition of every signal, and
 * gives its pid. An errno of execve(2) is given as such: ENOENT, EACCES, ENOEXEC; EAGAIN and ENOMEM are those of fork(2).
 */
export function spawnChild(c: ChildFunctions, spawned: Spawned): Read<number> {
  closeOnExec(c);
  const [attributes, actions] = [Buffer.alloc(STRUCT_SIZE), Buffer.alloc(STRUCT_SIZE)];
  c.attributesInit(attributes);
  c.actionsInit(actions);
  try {
    // sigfillset(3) leaves out two signals of glibc's own, which glibc would then leave ignored in the child.
    c.attributesSetDefault(attributes, Buffer.alloc(SIGNAL_SET_SIZE, 0xff));
    c.attributesSetMask(attributes, signalSet(spawned.blocked ?? []));
    c.attributesSetFlags(attributes, SET_DEFAULT_AND_MASK);
    for (const [to, from] of spawned.descriptors) c.actionsAddDup2(actions, from, to);
    return withOpenFilesLimit(c, spawned.openFiles, () => callSpawn(c, spawned, actions, attributes));
  } finally {
    c.attributesDestroy(attributes);
    c.actionsDestroy(actions);
  }
}

function callSpawn(
  c: ChildFunctions,
  {argv, environment}: Spawned,
  actions: Buffer,
  attributes: Buffer,
): Read<number> {
  const words = argv.map(terminated);
  const variables = environment.map(terminated);
  const pid = Buffer.alloc(4);
  const file = words[0] ?? Buffer.alloc(1);
  const result = c.posixSpawnp(pid, file, actions, attributes, pointers(c, words), pointers(c, variables));
  return result === 0 ? found(pid.readInt32LE()) : unreadable(c.errnoName(result));
}

function terminated(text: Uint8Array): Buffer {
  return Buffer.concat([text, Buffer.of(0)]);
}

/** An array of pointers that ends with NULL. It is valid for as long as the caller holds the memory. */
function pointers(c: ChildFunctions, memory: readonly Buffer[]): Buffer {
  const array = Buffer.alloc(8 * (memory.length + 1));
  for (const [at, one] of memory.entries()) array.writeBigUInt64LE(c.addressOf(one), 8 * at);
  return array;
}

function signalSet(signals: readonly number[]): Buffer {
  const set = Buffer.alloc(SIGNAL_SET_SIZE);
  for (const signal of signals) {
    const byte = (signal - 1) >> 3;
    set.writeUInt8(set.readUInt8(byte) | (1 << ((signal - 1) & 7)), byte);
  }
  return set;
}

/**
 * Marks every descriptor above 2 to be closed by execve(2). Node marks what it opens itself, but of what it inherited
 * only the descriptors up to the first gap.
 */
function closeOnExec(c: ChildFunctions): void {
  for (const name of readdirSync('/proc/self/fd')) {
    const descriptor = Number(name);
    if (descriptor > 2) c.fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  }
}
