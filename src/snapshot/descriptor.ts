import type {FileStat, InodeNumber} from '../kernel/procfs.ts';
import {orUndefined, type Read} from '../kernel/read.ts';
import type {DescriptorId} from '../kernel/syscalls.ts';
import type {AccessMode} from '../parse/process/open-flags.ts';
import {type PidFdinfo, parsePidFdinfo} from '../parse/process/pid-fdinfo.ts';
import {oncePer} from './once.ts';
import type {Source} from './source.ts';

/** A number in a descriptor table, and what the kernel's own tables say of it. */
export interface Candidate {
  readonly fd: number;
  /** Undefined where it allows neither reading nor writing, as with O_PATH, or that isn't known. */
  readonly accessMode?: AccessMode | undefined;
  /** See DescriptorEntry. */
  readonly inode?: InodeNumber;
  readonly isSocket?: boolean;
  readonly isPipe?: boolean;
}

/**
 * Whether the link of a descriptor says no more than those tables do. Only of a socket file, which O_PATH opens, it is a
 * path.
 */
export function isLinkByKernel({isSocket, isPipe, accessMode}: Candidate): boolean {
  return isPipe === true || (isSocket === true && accessMode !== undefined);
}

/** That link; undefined where it says more. */
export function linkByKernel(candidate: Candidate): string | undefined {
  if (!isLinkByKernel(candidate)) return undefined;
  return `${candidate.isPipe ? 'pipe' : 'socket'}:[${candidate.inode}]`;
}

/** Descriptors by the process, or the task, that has them: none but these need be looked at. */
export type Candidates = ReadonlyMap<number, readonly Candidate[]>;

/**
 * A descriptor of a task, looked at once, whoever asks. It is resolved by the tid, since a thread may have a descriptor
 * table of its own.
 */
export function descriptorOf({source}: {readonly source: Source}, tid: number, fd: number): Descriptor {
  const tasks = asked(source);
  const known = tasks.get(tid) ?? new Map<number, Descriptor>();
  const descriptor = known.get(fd) ?? new Descriptor(source, tid, fd);
  tasks.set(tid, known.set(fd, descriptor));
  return descriptor;
}

/** Lets go of the descriptors of these tasks: see `Process.forget`. */
export function forgetDescriptors({source}: {readonly source: Source}, tids: readonly number[]): void {
  for (const tid of tids) asked(source).delete(tid);
}

/** A descriptor of a task that was looked at; undefined: it was not. */
export function knownDescriptor(source: Source, {pid, fd}: DescriptorId): Descriptor | undefined {
  return asked(source).get(pid)?.get(fd);
}

/** By task and number. */
const asked = oncePer((_: Source) => new Map<number, Map<number, Descriptor>>());

/** Workers have in common what they were started with, which has low numbers. */
const WITH_WORKERS = 100;

/** What was read of a descriptor where it was found. */
interface KnownOfDescriptor {
  readonly target?: Read<string>;
  readonly accessMode?: AccessMode | undefined;
}

/** A file descriptor of a process: its number was listed; what it refers to is read on first ask. */
export class Descriptor {
  readonly pid: number;
  readonly fd: number;
  readonly #source: Source;
  // A machine has hundreds of thousands of descriptors: methods cost less than a function of each. They name their
  // `this`, so that the compiler refuses one that is taken off its descriptor.
  #target: Read<string> | undefined;
  #info: Read<PidFdinfo> | undefined;
  #stat: Read<FileStat> | undefined;
  #accessMode: AccessMode | undefined;

  /** @param known what was read of it already */
  constructor(source: Source, pid: number, fd: number, known: KnownOfDescriptor = {}) {
    this.#source = source;
    this.pid = pid;
    this.fd = fd;
    this.#target = known.target;
    this.#accessMode = known.accessMode;
  }

  /** What the link in /proc/PID/fd says: a path, "pipe:[n]", "socket:[n]", "anon_inode:[eventfd]" … */
  target(this: Descriptor): Read<string> {
    this.#target ??= this.#source.link(`${this.pid}/fd/${this.fd}`);
    return this.#target;
  }

  info(this: Descriptor): Read<PidFdinfo> {
    this.#info ??= this.#readInfo(`fdinfo/${this.fd}`);
    return this.#info;
  }

  #readInfo(file: string): Read<PidFdinfo> {
    const path = `${this.pid}/${file}`;
    return this.fd < WITH_WORKERS
      ? this.#source.readAlike(path, file, parsePidFdinfo)
      : this.#source.read(path, parsePidFdinfo);
  }

  stat(this: Descriptor): Read<FileStat> {
    this.#stat ??= this.#source.stat(`${this.pid}/fd/${this.fd}`);
    return this.#stat;
  }

  /** How the file can be used through it; undefined where that can't be read, or with O_PATH. */
  accessMode(this: Descriptor): AccessMode | undefined {
    this.#accessMode ??= orUndefined(this.info())?.accessMode;
    return this.#accessMode;
  }
}
