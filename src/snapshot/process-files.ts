import {found, orUndefined, type Read} from '../kernel/read.ts';
import {type Mount, parseMountIds, parseMounts} from '../parse/mountinfo.ts';
import {type CgroupMembership, cgroupPathAmong} from '../parse/process/pid-cgroup.ts';
import {type PidLimits, parsePidLimits} from '../parse/process/pid-limits.ts';
import {
  type DeletedMapping,
  type MappedFile,
  parseDeletedMappings,
  parsePidMaps,
  parseSharedMappings,
  type SharedMapping,
} from '../parse/process/pid-maps.ts';
import {parseExecStart} from '../parse/process/pid-sched.ts';
import type {PidStat} from '../parse/process/pid-stat.ts';
import {
  BRIEF_LINES,
  type BriefStatus,
  type PidStatus,
  parseBriefStatus,
  parsePidStatus,
  SIGNAL_LINES,
} from '../parse/process/pid-status.ts';
import {type PosixTimer, parsePidTimers} from '../parse/process/pid-timers.ts';
import {argvByKernel, execStartByKernel, statusByKernel} from './process-table/kernel-stat.ts';
import type {Source} from './source.ts';
import type {Vantage} from './vantage.ts';

/** The files of /proc/PID, each read on first ask and kept; stat was read first, and gives the identity. */
export abstract class ProcessFiles {
  readonly stat: PidStat;
  /** From where its machine is looked at. */
  readonly vantage: Vantage;
  protected readonly source: Source;
  #argv: Read<readonly string[]> | undefined;
  #status: Read<PidStatus> | undefined;
  #execStart: Read<number> | undefined;
  #answers: Map<string, unknown> | undefined;

  constructor(source: Source, stat: PidStat) {
    this.source = source;
    this.vantage = source.vantage;
    this.stat = stat;
  }

  get pid(): number {
    return this.stat.pid;
  }

  get comm(): string {
    return this.stat.comm;
  }

  /** Kept apart from other answers, as `argv` is. */
  get status() {
    return (): Read<PidStatus> => {
      this.#status ??= statusByKernel(this.stat) ?? this.readFile('status', parsePidStatus);
      return this.#status;
    };
  }

  /**
   * The signals that its main thread blocks, and those that it ignores. Nothing is kept: of thousands of processes, few are
   * asked for more of their status, and these read it whole.
   */
  signalMasks(): Read<Pick<PidStatus, 'blocked' | 'ignored'>> {
    return (
      statusByKernel(this.stat) ??
      this.#partOfStatus(SIGNAL_LINES) ??
      this.readFile('status', parseBriefStatus)
    );
  }

  /** A part of its status, for a question about all processes: of a recording, it is read for a fraction of a whole one. */
  briefStatus(): Read<BriefStatus> {
    if (this.#status) return this.#status;
    this.#briefStatus ??= this.#partOfStatus(BRIEF_LINES) ?? this.status();
    return this.#briefStatus;
  }

  #briefStatus: Read<BriefStatus> | undefined;

  #partOfStatus(lines: typeof BRIEF_LINES | typeof SIGNAL_LINES): Read<BriefStatus> | undefined {
    return this.source.readLines(`${this.pid}/status`, lines, parseBriefStatus);
  }

  /** Empty for a zombie or kernel thread. Kept apart from other answers: of all processes, this is asked most. */
  argv(): Read<readonly string[]> {
    this.#argv ??= argvByKernel(this.stat) ?? this.source.argv(this.pid);
    return this.#argv;
  }

  get exe() {
    return this.once('exe', (): Read<string> => this.source.link(`${this.pid}/exe`));
  }

  /** Its working directory. Needs ptrace read access, as exe and maps do. */
  get cwd() {
    return this.once('cwd', (): Read<string> => this.source.link(`${this.pid}/cwd`));
  }

  /** Its root directory, which chroot(2) and pivot_root(2) set. */
  get root() {
    return this.once('root', (): Read<string> => this.source.link(`${this.pid}/root`));
  }

  get maps() {
    return this.once('maps', (): Read<MappedFile[]> => {
      const files = this.readFile('maps', bytes => {
        this.#deletedMappings ??= found(parseDeletedMappings(bytes));
        return parsePidMaps(bytes);
      });
      if (!files.ok) this.#deletedMappings ??= files;
      return files;
    });
  }

  /** Once `maps` has read the file, it isn't read again. */
  #deletedMappings: Read<DeletedMapping[]> | undefined;

  /** The files without a name that it has mapped. */
  get deletedMappings() {
    return this.once('deletedMappings', (): Read<DeletedMapping[]> => {
      this.#deletedMappings ??= this.source.readAlike(`${this.pid}/maps`, 'maps', parseDeletedMappings);
      return this.#deletedMappings;
    });
  }

  /** Its memory that other processes may have, too. */
  get sharedMemory() {
    return this.once('sharedMemory', (): Read<SharedMapping[]> => this.readFile('maps', parseSharedMappings));
  }

  /** Everyone may read it. */
  get limits() {
    return this.once('limits', (): Read<PidLimits> => this.readFile('limits', parsePidLimits));
  }

  /** Its timers of timer_create(2). Everyone may read them. */
  get posixTimers() {
    return this.once('posixTimers', (): Read<PosixTimer[]> => this.readFile('timers', parsePidTimers));
  }

  /** Its cgroup in each hierarchy. */
  get cgroups() {
    return this.once('cgroups', (): Read<readonly CgroupMembership[]> => this.source.cgroupsOf(this.stat));
  }

  /** The cgroup path by which it is known; undefined where that can't be read, or there are no cgroups. */
  get cgroup() {
    return this.once('cgroup', () => cgroupPathAmong(orUndefined(this.cgroups()) ?? []));
  }

  /** The numbers of the mounts in its mount namespace, below its root. */
  get mountIds() {
    return this.once('mountIds', (): Read<ReadonlySet<number>> => this.readFile('mountinfo', parseMountIds));
  }

  /** The mounts of its mount namespace, below its root. */
  get mounts() {
    return this.once('mounts', (): Read<Mount[]> => this.readFile('mountinfo', parseMounts));
  }

  /** When its leader last ran: see parse/pid-sched. */
  execStart(): Read<number> {
    this.#execStart ??= execStartByKernel(this.stat) ?? this.readFile('sched', parseExecStart);
    return this.#execStart;
  }

  /**
   * Lets go of what was read, all but its identity. What is asked again is read again, so that this is only for a machine
   * that gives the same answer again, as a recorder does.
   */
  forget(): void {
    this.#answers = undefined;
    this.#status = undefined;
    this.#briefStatus = undefined;
    this.#execStart = undefined;
    this.#deletedMappings = undefined;
  }

  /**
   * A question that is asked once, under its name. Of most processes of a machine few are asked: none costs before, and
   * nothing but the answer is kept.
   */
  protected once<T>(name: string, ask: () => T): () => T {
    return () => {
      this.#answers ??= new Map();
      if (!this.#answers.has(name)) this.#answers.set(name, ask());
      return this.#answers.get(name) as T;
    };
  }

  protected readFile<T>(file: string, parse: (bytes: Buffer) => T | undefined): Read<T> {
    return this.source.read(`${this.pid}/${file}`, parse);
  }
}
