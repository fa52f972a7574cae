import type {FileStat} from '../kernel/procfs.ts';
import type {Read} from '../kernel/read.ts';
import {type PidFdinfo, parsePidFdinfo} from '../parse/process/pid-fdinfo.ts';
import {once} from './once.ts';
import type {Source} from './source.ts';

/** Descriptors by the process, or the task, that has them: none but these need be looked at. */
export type Candidates = ReadonlyMap<number, readonly number[]>;

/** A file descriptor of a process: its number was listed; what it refers to is read on first ask. */
export class Descriptor {
  readonly pid: number;
  readonly fd: number;
  readonly #source: Source;
  readonly #target: Read<string> | undefined;

  /** @param target what its link says, where that was read already */
  constructor(source: Source, pid: number, fd: number, target?: Read<string>) {
    this.#source = source;
    this.pid = pid;
    this.fd = fd;
    this.#target = target;
  }

  /** What the link in /proc/PID/fd says: a path, "pipe:[n]", "socket:[n]", "anon_inode:[eventfd]" … */
  readonly target = once((): Read<string> => this.#target ?? this.#source.link(`${this.pid}/fd/${this.fd}`));
  readonly info = once(
    (): Read<PidFdinfo> => this.#source.read(`${this.pid}/fdinfo/${this.fd}`, parsePidFdinfo),
  );
  readonly stat = once((): Read<FileStat> => this.#source.stat(`${this.pid}/fd/${this.fd}`));
}
