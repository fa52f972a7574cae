import {found, mapRead, meansGone, orUndefined, type Read} from '../kernel/read.ts';
import type {DescriptorId} from '../kernel/syscalls.ts';
import type {NamedContainer} from '../parse/process/container.ts';
import {hasEnded, type PidStat, parsePidStat} from '../parse/process/pid-stat.ts';
import {
  type Candidate,
  type Candidates,
  Descriptor,
  descriptorOf,
  knownDescriptor,
  linkByKernel,
} from './descriptor.ts';
import {ProcessFiles} from './process-files.ts';
import {statusByKernel} from './process-table/kernel-stat.ts';
import type {Source} from './source.ts';
import {Thread} from './thread.ts';

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
export class Process extends ProcessFiles {
  readonly #known: KnownOfProcesses;

  constructor(source: Source, stat: PidStat, known: KnownOfProcesses) {
    super(source, stat);
    this.#known = known;
  }

  /** Whether every thread of it has ended and it waits to be reaped. */
  isZombie(): boolean {
    return this.stat.state === 'Z' && !this.isExitedLeader();
  }

  /** Whether only the main thread ended: it looks like a zombie, but others run and no wait(2) can reap it yet. */
  isExitedLeader(): boolean {
    return this.stat.state === 'Z' && this.stat.threads > 1 && this.liveThreads().length > 0;
  }

  /** Where the kernel's own record of one moment shows a single thread, that is the main one, and no other is looked for. */
  threads(this: Process): Read<readonly Thread[]> {
    this.#threads ??= this.#readThreads();
    return this.#threads;
  }

  #threads: Read<readonly Thread[]> | undefined;

  #readThreads(): Read<readonly Thread[]> {
    const status = statusByKernel(this.stat);
    if (status && this.stat.threads === 1)
      return found([new Thread(this.source, this.pid, this.stat, status)]);
    const tids = this.source.list(`${this.pid}/task`);
    return mapRead(tids, names => names.flatMap(tid => this.#thread(Number(tid))));
  }

  /** Its threads that have not ended; empty also where they may not be listed. */
  liveThreads(this: Process): readonly Thread[] {
    this.#liveThreads ??= (orUndefined(this.threads()) ?? []).filter(({stat}) => !hasEnded(stat.state));
    return this.#liveThreads;
  }

  #liveThreads: readonly Thread[] | undefined;

  /** Its descriptors, once all of them were asked for. */
  #listed: readonly Descriptor[] | undefined;

  override forget(): void {
    super.forget();
    this.#listed = undefined;
    this.#threads = undefined;
    this.#liveThreads = undefined;
  }

  /**
   * Its open descriptors, by number. Needs ptrace read access: the same user, or CAP_SYS_PTRACE. Without it
   * root may list the numbers, but not see what they lead to: unreadable, too. Empty for a zombie.
   */
  get descriptors() {
    return this.once('descriptors', (): Read<Descriptor[]> => {
      const {source} = this;
      const task = this.#descriptorTask();
      const all = mapRead(this.#descriptorNumbers(), fds => fds.map(fd => descriptorOf({source}, task, fd)));
      this.#listed = orUndefined(all);
      const target = orUndefined(all)?.[0]?.target();
      return target && !target.ok && !meansGone(target.errno) ? target : all;
    });
  }

  /**
   * Its descriptors whose link is wanted. Nothing is kept of its other descriptors: a machine has hundreds of
   * thousands, and a question is about a few.
   * @param candidates where they are known, only these are looked at
   */
  descriptorsLinkedTo(
    isWanted: (target: string, id: DescriptorId) => boolean,
    candidates?: Candidates,
  ): Read<Descriptor[]> {
    const ids = candidates ? found(this.#idsAmong(candidates)) : this.#descriptorIds();
    return mapRead(ids, all =>
      all.flatMap(id => {
        const known = knownDescriptor(this.source, id);
        const link = linkByKernel(id);
        const target =
          known?.target() ?? (link === undefined ? this.source.link(`${id.pid}/fd/${id.fd}`) : found(link));
        if (!target.ok || !isWanted(target.value, id)) return [];
        return [known ?? new Descriptor(this.source, id.pid, id.fd, {target, accessMode: id.accessMode})];
      }),
    );
  }

  /** A thread may have a descriptor table of its own: unshare(2) CLONE_FILES. Then the candidates name it. */
  #idsAmong(candidates: Candidates): (DescriptorId & Candidate)[] {
    const main = this.#descriptorTask();
    const names = this.stat.threads > 1 ? orUndefined(this.source.list(`${this.pid}/task`)) : undefined;
    const tasks = new Set([main, ...(names ?? []).map(Number)]);
    return [...tasks].flatMap(task => (candidates.get(task) ?? []).map(one => ({pid: task, ...one})));
  }

  #descriptorIds(): Read<readonly (DescriptorId & Candidate)[]> {
    if (this.#listed) return found(this.#listed.map(({pid, fd}) => ({pid, fd})));
    const pid = this.#descriptorTask();
    return mapRead(this.#descriptorNumbers(), fds => fds.map(fd => ({pid, fd})));
  }

  #descriptorNumbers(): Read<number[]> {
    // It has none any more; but who is not root may not even list that.
    if (this.isZombie()) return found([]);
    const names = this.source.list(`${this.#descriptorTask()}/fd`);
    return mapRead(names, fds => fds.map(Number).sort((a, b) => a - b));
  }

  /** Who shows its descriptors: a main thread that ended has none, but the others still do. */
  #descriptorTask(): number {
    return (this.isExitedLeader() ? this.liveThreads()[0]?.tid : undefined) ?? this.pid;
  }

  /** The task that traces it by ptrace(2); 0: none; undefined where its status may not be read. */
  tracerPid(): number | undefined {
    return orUndefined(this.status())?.tracerPid;
  }

  /** The container that it is in; undefined where none is known. */
  get container() {
    return this.once('container', () => this.#known.container(this));
  }

  /** The name of its user; null where none is known. */
  get user() {
    return this.once('user', () => this.#known.user(this));
  }

  /** When it started; undefined without an uptime. */
  get start() {
    return this.once('start', () => this.#known.start(this));
  }

  /** Whether /proc/PID still shows this very process, not a later one with its pid. */
  isStillThere(): boolean {
    const now = orUndefined(this.source.procfs.read(`${this.pid}/stat`));
    return now !== undefined && parsePidStat(now)?.startTicks === this.stat.startTicks;
  }

  #thread(tid: number): Thread[] {
    const stat = this.source.read(`${this.pid}/task/${tid}/stat`, parsePidStat);
    return stat.ok ? [new Thread(this.source, this.pid, stat.value)] : [];
  }
}

/** More processes than start within a clock tick: pids that are further apart show that the kernel began anew in it. */
const MOST_IN_A_TICK = 10_000;

/** Whether a process was there before another: by its start, and within one clock tick by its pid. */
export function isOlder({stat: a}: Process, {stat: b}: Process): boolean {
  if (a.startTicks !== b.startTicks) return a.startTicks < b.startTicks;
  return Math.abs(a.pid - b.pid) < MOST_IN_A_TICK ? a.pid < b.pid : a.pid > b.pid;
}

/** Whether two looks show one process: a pid may have been reused in between. */
export function isSame({stat: a}: Process, {stat: b}: Process): boolean {
  return a.pid === b.pid && a.startTicks === b.startTicks;
}
