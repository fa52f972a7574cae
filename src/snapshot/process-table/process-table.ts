import type {Machine} from '../../kernel/machine/machine.ts';
import {monotonicMs} from '../../kernel/monotonic-ms.ts';
import {INITIAL_PID_NAMESPACE} from '../../kernel/pid-namespace.ts';
import type {Look} from '../../kernel/process-table/process-record.ts';
import type {ProcessRows} from '../../kernel/process-table/process-rows.ts';
import type {Procfs} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import {parseLoadavg} from '../../parse/loadavg.ts';
import {parseProcMounts} from '../../parse/mountinfo.ts';
import {type PidStat, parsePidStat} from '../../parse/process/pid-stat.ts';
import {KernelNames} from './kernel-names.ts';
import {KernelStat} from './kernel-stat.ts';
import {readPrivileges} from './privileges.ts';

/** The processes of a machine from one look of the kernel. */
export class ProcessTable {
  /** Whether there is no other process: so many tasks were there before the look, and after it. */
  readonly isComplete: boolean;
  /** When the look was over, by monotonicMs(). */
  readonly lookedAtMs: number;
  readonly #rows: ProcessRows;
  /** Parents that the look left out: a sandbox may keep PID 1 from it. */
  readonly #leftOut: ReadonlyMap<number, PidStat>;
  readonly #names: KernelNames;
  /** What was asked for, by row. */
  readonly #stats: (KernelStat | undefined)[] = [];
  #all: readonly PidStat[] | undefined;

  constructor(
    rows: ProcessRows,
    known: {
      readonly isComplete: boolean;
      readonly lookedAtMs: number;
      readonly leftOut: readonly PidStat[];
      /** See KernelNames. */
      readonly longName: (pid: number) => string | undefined;
    },
  ) {
    this.#rows = rows;
    this.isComplete = known.isComplete;
    this.lookedAtMs = known.lookedAtMs;
    this.#leftOut = new Map(known.leftOut.map(stat => [stat.pid, stat]));
    this.#names = new KernelNames(known.longName);
  }

  get size(): number {
    return this.#rows.length + this.#leftOut.size;
  }

  has(pid: number): boolean {
    return this.#leftOut.has(pid) || this.#rows.find(pid) !== -1;
  }

  /** The stat of a process; undefined where the table has none. */
  stat(pid: number): PidStat | undefined {
    const at = this.#rows.find(pid);
    return at === -1 ? this.#leftOut.get(pid) : this.#at(at);
  }

  /** The stats of all processes, by ascending pid. */
  all(): readonly PidStat[] {
    this.#all ??= this.#with(Array.from({length: this.#rows.length}, (_, at) => this.#at(at)));
    return this.#all;
  }

  /** The stats of those whose main thread has exited, by ascending pid, among some that are left out of the look. */
  exited(): readonly PidStat[] {
    return this.#with(this.#rows.exited.map(at => this.#at(at)));
  }

  #with(stats: readonly PidStat[]): readonly PidStat[] {
    if (this.#leftOut.size === 0) return stats;
    return [...stats, ...this.#leftOut.values()].sort((a, b) => a.pid - b.pid);
  }

  #at(at: number): KernelStat {
    const known = this.#stats[at];
    if (known) return known;
    const stat = new KernelStat(this.#rows.row(at), this.#names);
    this.#stats[at] = stat;
    return stat;
  }
}

/** With fewer tasks, the files of /proc are read sooner than the program of the table is loaded (measured). */
const MANY_TASKS = 1000;

/**
 * The processes from one look of the kernel, where they are many, and this procfs shows the same ones under the same pids;
 * else undefined, and /proc has the answer. The look needs privileges, and shows more than a procfs that hides processes.
 *
 * @param mount where the procfs is mounted
 */
export async function readProcessTable(
  machine: Machine,
  mount: string,
  look: Look = 'whole',
): Promise<ProcessTable | undefined> {
  const {procfs} = machine;
  if (!hasManyTasks(machine) || !showsAll(machine, mount) || isRefused(machine)) return undefined;
  const syscalls = await machine.syscalls();
  const before = taskCount(procfs);
  const rows = orUndefined(syscalls.processes(look));
  if (!rows) return undefined;
  const lookedAtMs = monotonicMs();
  const longName = (pid: number) => statOf(procfs, pid)?.comm;
  const own = statOf(procfs, machine.host.pid);
  const ownRow = rows.find(own?.pid ?? 0);
  if (!own || ownRow === -1 || rows.row(ownRow).startTicks !== own.startTicks) return undefined;
  const lacking = [...rows.parents].filter(pid => pid !== 0 && rows.find(pid) === -1);
  const leftOut = lacking.flatMap(pid => statOf(procfs, pid) ?? []);
  const tasks = rows.tasks + leftOut.reduce((sum, {threads}) => sum + threads, 0);
  const isComplete = tasks === before && tasks === taskCount(procfs);
  return new ProcessTable(rows, {isComplete, lookedAtMs, leftOut, longName});
}

/** Whether a machine has so many tasks that how they are looked at counts. A recording is looked at in one way only. */
export function hasManyTasks({procfs, recorded}: Machine): boolean {
  return !recorded && (taskCount(procfs) ?? 0) >= MANY_TASKS;
}

/** Whether it is the procfs of procdoc's own pid namespace, and hides nothing. */
function showsAll({procfs, host}: Machine, mount: string): boolean {
  if (orUndefined(procfs.link('self'))?.toString('latin1') !== String(host.pid)) return false;
  const mounts = parseProcMounts(orUndefined(procfs.read('self/mountinfo')) ?? Buffer.alloc(0));
  return mounts.findLast(({mountPoint}) => mountPoint === mount)?.hidepid === 0;
}

/**
 * Whether the look is sure to be refused: in a pid namespace below the initial one, and without the privileges for it. To be
 * told so by the kernel, the foreign function library has to be loaded, which few of these answers need for anything else.
 */
function isRefused(machine: Machine): boolean {
  const namespace = orUndefined(machine.procfs.link('self/ns/pid'))?.toString('latin1');
  if (namespace !== undefined && namespace !== INITIAL_PID_NAMESPACE) return true;
  const {lacks} = readPrivileges(machine);
  return lacks('CAP_SYS_ADMIN') && (lacks('CAP_PERFMON') || lacks('CAP_BPF'));
}

function taskCount(procfs: Procfs): number | undefined {
  const bytes = orUndefined(procfs.read('loadavg'));
  return bytes && parseLoadavg(bytes)?.tasks;
}

function statOf(procfs: Procfs, pid: number): PidStat | undefined {
  const bytes = orUndefined(procfs.read(`${pid}/stat`));
  return bytes && parsePidStat(bytes);
}
