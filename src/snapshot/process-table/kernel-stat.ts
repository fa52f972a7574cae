import {record} from '../../kernel/process-table/process-record.ts';
import type {ProcessRow} from '../../kernel/process-table/process-row.ts';
import {found, type Read} from '../../kernel/read.ts';
import type {SignalAction} from '../../kernel/syscalls.ts';
import {hasTaskFlag, type PidStat, type TaskState} from '../../parse/process/pid-stat.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import type {KernelNames, Program} from './kernel-names.ts';
import {KernelStatus} from './kernel-status.ts';

/** The stat of a process, by the kernel's own record, which leads to its status, too: see PidStat for the fields. */
export class KernelStat implements PidStat {
  readonly pid: number;
  readonly #row: ProcessRow;
  readonly #names: KernelNames;
  #startTicks: number | undefined;
  /** What `status` gave. */
  #status: Read<PidStatus> | undefined;

  constructor(row: ProcessRow, names: KernelNames) {
    this.pid = row.number(record.pid);
    this.#row = row;
    this.#names = names;
  }

  get comm(): string {
    return this.#names.of(this.#row);
  }

  get state(): TaskState {
    return this.#row.state;
  }

  get ppid(): number {
    return this.#row.number(record.ppid);
  }

  get pgid(): number {
    return this.#row.number(record.pgid);
  }

  get sid(): number {
    return this.#row.number(record.sid);
  }

  get terminal(): number {
    return this.#row.terminal;
  }

  get foregroundPgid(): number {
    return this.#row.foregroundPgid;
  }

  get forkedWithoutExec(): boolean {
    return hasTaskFlag(this.#row.number(record.flags), 'forkedWithoutExec');
  }

  get exiting(): boolean {
    return hasTaskFlag(this.#row.number(record.flags), 'exiting');
  }

  get dumpingCore(): boolean {
    return hasTaskFlag(this.#row.number(record.flags), 'dumpingCore');
  }

  get kernelThread(): boolean {
    return this.#row.isKernelThread;
  }

  get awaitedChildren(): number {
    return this.#row.awaitedChildren;
  }

  get threads(): number {
    return this.#row.number(record.threads);
  }

  get startTicks(): number {
    this.#startTicks ??= this.#row.startTicks;
    return this.#startTicks;
  }

  /** See PidStatus. */
  get tracerPid(): number {
    return this.#row.number(record.tracer);
  }

  get exitSignal(): number {
    return this.#row.exitSignal;
  }

  get processor(): number {
    return this.#row.number(record.processor);
  }

  get exitCode(): number {
    return this.#row.exitCode;
  }

  /** See parse/process/pid-sched. */
  get execStart(): number {
    return this.#row.lastRunMs;
  }

  /** What it does with SIGCHLD. */
  get sigchldAction(): SignalAction {
    return {startTicks: this.startTicks, ...this.#row.childAction};
  }

  /** Whether it has memory of its own, as a zombie and a kernel thread have not. */
  get hasMemory(): boolean {
    return this.#row.hasMemory;
  }

  /** Whether it is in the initial pid namespace. */
  get isInInitialNamespace(): boolean {
    return this.#row.number(record.level) === 0;
  }

  /** Undefined where only /proc has all of it. */
  status(): Read<PidStatus> | undefined {
    if (!this.#status && this.#row.hasStatus) this.#status = found(new KernelStatus(this.#row));
    return this.#status;
  }

  /** What it does with SIGCHLD, as its status has it. */
  get sigchldDisposition(): 'default' | 'ignored' | 'caught' {
    return this.#row.childDisposition;
  }

  /** The program that it executes; undefined where only the exe link shows that. */
  get program(): Program | undefined {
    return this.#names.programOf(this.#row);
  }

  /** The address of its network namespace; 0n: it is in none. */
  get network(): bigint {
    return this.#row.big(record.network);
  }

  /** The address of what has its cgroups; undefined where it is exiting, when /proc may show none. */
  get cgroupSet(): bigint | undefined {
    return this.exiting ? undefined : this.#row.big(record.cgroups);
  }

  /**
   * Whether it has the cgroups of its parent, and both are in the initial pid namespace: no container parts them. /proc may
   * show less of a zombie, but nothing else.
   */
  mustShareContainerWith(parent: KernelStat): boolean {
    return (
      this.#row.hasCgroupsOf(parent.#row) &&
      !parent.exiting &&
      this.isInInitialNamespace &&
      parent.isInInitialNamespace
    );
  }
}

/** The address of the network namespace that a process is in, by the kernel's own record; undefined where that doesn't show. */
export function networkByKernel(stat: PidStat): bigint | undefined {
  const network = stat instanceof KernelStat ? stat.network : 0n;
  return network === 0n ? undefined : network;
}

/** The status that the kernel's own record of a process has; undefined where /proc is to be read. */
export function statusByKernel(stat: PidStat): Read<PidStatus> | undefined {
  return stat instanceof KernelStat ? stat.status() : undefined;
}

/** Whether the kernel's own records of a process and its parent show that no container parts them. */
export function mustShareContainer(one: PidStat, parent: PidStat): boolean {
  return one instanceof KernelStat && parent instanceof KernelStat && one.mustShareContainerWith(parent);
}

/** Whether the kernel's own record of a process has it in the initial pid namespace. */
export function mustBeInInitialNamespace(stat: PidStat): boolean {
  return stat instanceof KernelStat && stat.isInInitialNamespace;
}

/** The arguments of a process whose record has no memory to keep them in: none. */
export function argvByKernel(stat: PidStat): Read<readonly string[]> | undefined {
  return stat instanceof KernelStat && !stat.hasMemory ? found([]) : undefined;
}

/** When its main thread last ran, by that record: see parse/process/pid-sched. */
export function execStartByKernel(stat: PidStat): Read<number> | undefined {
  return stat instanceof KernelStat ? found(stat.execStart) : undefined;
}
