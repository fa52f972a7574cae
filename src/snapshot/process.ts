import {found, mapRead, meansGone, orUndefined, type Read} from '../kernel/read.ts';
import type {DescriptorId} from '../kernel/syscalls.ts';
import {type Mount, parseMountIds, parseMounts} from '../parse/mountinfo.ts';
import type {NamedContainer} from '../parse/process/container.ts';
import {type CgroupMembership, cgroupPathAmong, parseCgroupMemberships} from '../parse/process/pid-cgroup.ts';
import {parsePidCmdline} from '../parse/process/pid-cmdline.ts';
import {type PidLimits, parsePidLimits} from '../parse/process/pid-limits.ts';
import {
  type MappedFile,
  parsePidMaps,
  parseSharedMappings,
  type SharedMapping,
} from '../parse/process/pid-maps.ts';
import {parseExecStart} from '../parse/process/pid-sched.ts';
import {hasEnded, type PidStat, parsePidStat} from '../parse/process/pid-stat.ts';
import {type PidStatus, parsePidStatus} from '../parse/process/pid-status.ts';
import {type Candidates, Descriptor} from './descriptor.ts';
import {once} from './once.ts';
import type {Source} from './source.ts';
import {Thread} from './thread.ts';
import type {Vantage} from './vantage.ts';

/** When a process started, and when that was looked at: milliseconds since the epoch, the start good to about 20 ms. */
export interface Start {
  readonly atMs: number;
  readonly seenAtMs: number;
}

/** What it takes more than the files of one process to know of it: see snapshot.ts. */
export interface KnownOfProcesses {
  /** See containers.ts. */
  container(process: Process): NamedContainer | undefined;
  /** See users.ts. */
  user(process: Process): string | null;
  start(process: Process): Start | undefined;
}

/** A process as it was seen: its stat was read first, and gives its identity; the rest is read on first ask. */
export class Process {
  readonly stat: PidStat;
  /** From where its machine is looked at. */
  readonly vantage: Vantage;
  readonly #source: Source;

  constructor(source: Source, stat: PidStat, known: KnownOfProcesses) {
    this.#source = source;
    this.vantage = source.vantage;
    this.stat = stat;
    this.container = once(() => known.container(this));
    this.user = once(() => known.user(this));
    this.start = once(() => known.start(this));
  }

  get pid(): number {
    return this.stat.pid;
  }

  get comm(): string {
    return this.stat.comm;
  }

  /** Whether every thread of it has ended and it waits to be reaped. */
  readonly isZombie = once(() => this.stat.state === 'Z' && !this.isExitedLeader());

  /** Whether only the main thread ended: it looks like a zombie, but others run and no wait(2) can reap it yet. */
  readonly isExitedLeader = once(
    () => this.stat.state === 'Z' && this.stat.threads > 1 && this.liveThreads().length > 0,
  );

  readonly status = once((): Read<PidStatus> => this.#read('status', parsePidStatus));
  /** Empty for a zombie or kernel thread. */
  readonly argv = once((): Read<string[]> => this.#read('cmdline', parsePidCmdline));
  readonly exe = once((): Read<string> => this.#source.link(`${this.pid}/exe`));
  /** Its working directory. Needs ptrace read access, as exe and maps do. */
  readonly cwd = once((): Read<string> => this.#source.link(`${this.pid}/cwd`));
  /** Its root directory, which chroot(2) and pivot_root(2) set. */
  readonly root = once((): Read<string> => this.#source.link(`${this.pid}/root`));
  readonly maps = once((): Read<MappedFile[]> => this.#read('maps', parsePidMaps));
  /** Its memory that other processes may have, too. */
  readonly sharedMemory = once((): Read<SharedMapping[]> => this.#read('maps', parseSharedMappings));
  /** Everyone may read it. */
  readonly limits = once((): Read<PidLimits> => this.#read('limits', parsePidLimits));
  /** Its cgroup in each hierarchy. */
  readonly cgroups = once((): Read<CgroupMembership[]> => this.#read('cgroup', parseCgroupMemberships));
  /** The cgroup path by which it is known; undefined where that can't be read, or there are no cgroups. */
  readonly cgroup = once(() => cgroupPathAmong(orUndefined(this.cgroups()) ?? []));
  /** The numbers of the mounts in its mount namespace, below its root. */
  readonly mountIds = once((): Read<ReadonlySet<number>> => this.#read('mountinfo', parseMountIds));
  /** The mounts of its mount namespace, below its root. */
  readonly mounts = once((): Read<Mount[]> => this.#read('mountinfo', parseMounts));
  /** When its leader last ran: see parse/pid-sched. */
  readonly execStart = once((): Read<number> => this.#read('sched', parseExecStart));

  readonly threads = once((): Read<Thread[]> => {
    const tids = this.#source.list(`${this.pid}/task`);
    return mapRead(tids, names => names.flatMap(tid => this.#thread(Number(tid))));
  });

  /** Its threads that have not ended; empty also where they may not be listed. */
  readonly liveThreads = once((): Thread[] =>
    (orUndefined(this.threads()) ?? []).filter(thread => !hasEnded(thread.stat.state)),
  );

  /**
   * Its open descriptors, by number. Needs ptrace read access: the same user, or CAP_SYS_PTRACE. Without it
   * root may list the numbers, but not see what they lead to: unreadable, too. Empty for a zombie.
   */
  readonly descriptors = once((): Read<Descriptor[]> => {
    const task = this.#descriptorTask();
    const all = mapRead(this.#descriptorNumbers(), fds =>
      fds.map(fd => new Descriptor(this.#source, task, fd)),
    );
    const target = orUndefined(all)?.[0]?.target();
    return target && !target.ok && !meansGone(target.errno) ? target : all;
  });

  /**
   * Its descriptors whose link is wanted. Nothing is kept of its other descriptors: a machine has hundreds of
   * thousands, and a question is about a few.
   * @param candidates where they are known, only these are looked at
   */
  descriptorsLinkedTo(
    isWanted: (target: string, id: DescriptorId) => boolean,
    candidates?: Candidates,
  ): Read<Descriptor[]> {
    const task = this.#descriptorTask();
    const numbers = candidates ? found([...(candidates.get(task) ?? [])]) : this.#descriptorNumbers();
    return mapRead(numbers, fds =>
      fds.flatMap(fd => {
        const target = this.#source.link(`${task}/fd/${fd}`);
        return target.ok && isWanted(target.value, {pid: task, fd})
          ? [new Descriptor(this.#source, task, fd, target)]
          : [];
      }),
    );
  }

  #descriptorNumbers(): Read<number[]> {
    // It has none any more; but who is not root may not even list that.
    if (this.isZombie()) return found([]);
    const names = this.#source.list(`${this.#descriptorTask()}/fd`);
    return mapRead(names, fds => fds.map(Number).sort((a, b) => a - b));
  }

  /** Who shows its descriptors: a main thread that ended has none, but the others still do. */
  #descriptorTask(): number {
    return (this.isExitedLeader() ? this.liveThreads()[0]?.tid : undefined) ?? this.pid;
  }

  /** The task that traces it by ptrace(2); 0: none; undefined where its status may not be read. */
  readonly tracerPid = once((): number | undefined => orUndefined(this.status())?.tracerPid);
  /** The container that it is in; undefined where none is known. */
  readonly container: () => NamedContainer | undefined;
  /** The name of its user; null where none is known. */
  readonly user: () => string | null;
  /** When it started; undefined without an uptime. */
  readonly start: () => Start | undefined;

  /** Whether /proc/PID still shows this very process, not a later one with its pid. */
  isStillThere(): boolean {
    const now = orUndefined(this.#source.procfs.read(`${this.pid}/stat`));
    return now !== undefined && parsePidStat(now)?.startTicks === this.stat.startTicks;
  }

  #read<T>(file: string, parse: (bytes: Buffer) => T | undefined): Read<T> {
    return this.#source.read(`${this.pid}/${file}`, parse);
  }

  #thread(tid: number): Thread[] {
    const stat = this.#source.read(`${this.pid}/task/${tid}/stat`, parsePidStat);
    return stat.ok ? [new Thread(this.#source, this.pid, stat.value)] : [];
  }
}

/** Whether a process was there before another: by its start, and within one clock tick by its pid. */
export function isOlder({stat: a}: Process, {stat: b}: Process): boolean {
  return a.startTicks === b.startTicks ? a.pid < b.pid : a.startTicks < b.startTicks;
}

/** Whether two looks show one process: a pid may have been reused in between. */
export function isSame({stat: a}: Process, {stat: b}: Process): boolean {
  return a.pid === b.pid && a.startTicks === b.startTicks;
}
