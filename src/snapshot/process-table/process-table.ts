import type {Machine} from '../../kernel/machine/machine.ts';
import type {Procfs} from '../../kernel/procfs.ts';
import {orUndefined} from '../../kernel/read.ts';
import {parseTaskCount} from '../../parse/loadavg.ts';
import {parseProcMounts} from '../../parse/mountinfo.ts';
import {type PidStat, parsePidStat} from '../../parse/process/pid-stat.ts';
import {KernelStat} from './kernel-stat.ts';

/** The processes of a machine from one look of the kernel, by ascending pid. */
export interface ProcessTable {
  readonly stats: readonly KernelStat[];
  /** The processes of the look, and those that it left out, though they are the parents of others: a sandbox may keep PID 1 from it. */
  readonly all: readonly PidStat[];
  readonly byPid: ReadonlyMap<number, PidStat>;
  /** Whether there is no other process: so many tasks were there before the look, and after it. */
  readonly isComplete: boolean;
}

/** With fewer tasks, the files of /proc are read sooner than the program of the table is loaded (measured). */
const MANY_TASKS = 1000;

/**
 * The processes from one look of the kernel, where they are many, and this procfs shows the same ones under the same pids;
 * else undefined, and /proc has the answer. The look needs privileges, and shows more than a procfs that hides processes.
 *
 * @param mount where the procfs is mounted
 */
export async function readProcessTable(machine: Machine, mount: string): Promise<ProcessTable | undefined> {
  const {procfs, recorded} = machine;
  if (recorded || (taskCount(procfs) ?? 0) < MANY_TASKS || !showsAll(machine, mount)) return undefined;
  const syscalls = await machine.syscalls();
  const before = taskCount(procfs);
  const rows = orUndefined(syscalls.processes());
  if (!rows) return undefined;
  const stats = rows.map(row => new KernelStat(row, pid => statOf(procfs, pid)?.comm));
  const byPid = new Map<number, PidStat>();
  for (const stat of stats) byPid.set(stat.pid, stat);
  const own = statOf(procfs, machine.host.pid);
  if (!own || byPid.get(own.pid)?.startTicks !== own.startTicks) return undefined;
  const parents = new Set<number>();
  let tasks = 0;
  for (const {ppid, threads} of stats) {
    tasks += threads;
    if (ppid !== 0 && !byPid.has(ppid)) parents.add(ppid);
  }
  const leftOut = [...parents].flatMap(pid => statOf(procfs, pid) ?? []);
  for (const stat of leftOut) {
    tasks += stat.threads;
    byPid.set(stat.pid, stat);
  }
  const all = leftOut.length === 0 ? stats : [...leftOut, ...stats].sort((a, b) => a.pid - b.pid);
  return {stats, all, byPid, isComplete: tasks === before && tasks === taskCount(procfs)};
}

/**
 * The pids of all processes, ascending.
 * @param list the names in the root of the procfs
 */
export function pidsIn(table: ProcessTable | undefined, list: () => readonly string[]): number[] {
  const looked = table?.all.map(({pid}) => pid) ?? [];
  if (table?.isComplete) return looked;
  const listed = list().map(Number).filter(Number.isInteger);
  return [...new Set([...looked, ...listed])].sort((a, b) => a - b);
}

/** Whether it is the procfs of procdoc's own pid namespace, and hides nothing. */
function showsAll({procfs, host}: Machine, mount: string): boolean {
  if (orUndefined(procfs.link('self'))?.toString('latin1') !== String(host.pid)) return false;
  const mounts = parseProcMounts(orUndefined(procfs.read('self/mountinfo')) ?? Buffer.alloc(0));
  return mounts.findLast(({mountPoint}) => mountPoint === mount)?.hidepid === 0;
}

function taskCount(procfs: Procfs): number | undefined {
  const bytes = orUndefined(procfs.read('loadavg'));
  return bytes && parseTaskCount(bytes);
}

function statOf(procfs: Procfs, pid: number): PidStat | undefined {
  const bytes = orUndefined(procfs.read(`${pid}/stat`));
  return bytes && parsePidStat(bytes);
}
