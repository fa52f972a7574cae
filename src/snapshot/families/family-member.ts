import {orUndefined} from '../../kernel/read.ts';
import type {NamedContainer} from '../../parse/process/container.ts';
import type {TaskState} from '../../parse/process/pid-stat.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {once} from '../once.ts';
import {type InnerPid, innerPidOf} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {mayRunScript, scriptProcess} from '../scripts/proc-scripts.ts';
import {type RunningScript, runningScripts} from '../scripts/script.ts';
import {type Disposition, readDisposition} from '../signals/disposition.ts';
import {readSigchld, type Sigchld} from '../signals/sigchld.ts';
import type {Snapshot} from '../snapshot.ts';
import {readWaitStatus} from '../wait-status.ts';
import {daemonhoodOf} from './daemon.ts';
import type {Orphanhood} from './orphanhood.ts';

/** A container or pid namespace that a process is in, and its parent isn't. */
export interface Boundary {
  /** null where only the pid namespace is known to differ. */
  readonly container: NamedContainer | null;
  /** The pid that the process has in its own pid namespace, where that isn't its parent's. */
  readonly innerPid: number | null;
}

/** A process as the family tree shows it, from /proc, or with less from ps(1): null means not known. */
export interface FamilyMember {
  readonly pid: number;
  readonly ppid: number;
  readonly comm: string | null;
  /** The arguments; one string where ps(1) has joined them. */
  readonly command: readonly string[] | string | null;
  readonly state: TaskState | null;
  readonly sigchld: () => Sigchld | null;
  /** What SIGCHLD does, read by less than `sigchld` takes. */
  readonly disposition: () => Disposition | null;
  /** null also where the process runs no script. */
  readonly script: () => RunningScript | null;
  /** null also where the process isn't a zombie. */
  readonly waitStatus: () => number | null;
  /** How many threads are left of a process that isn't a zombie though its main thread exited; null for others. */
  readonly threadsAfterLeader: () => number | null;
  /** null also where nothing shows that the process is an orphan. */
  readonly orphanhood: Orphanhood | null;
  /** Whether the process likely made itself a daemon; null where that isn't known. */
  readonly daemonized: () => boolean | null;
  /** What it is called in its own pid namespace; null also where that is the one that the procfs shows. */
  readonly innerPid: () => InnerPid | null;
  /** null also where the parent is inside as well. */
  readonly boundary: () => Boundary | null;
}

/** A process of a snapshot as the family tree shows it. */
export function familyMember(
  snapshot: Snapshot,
  process: Process,
  orphanhood: Orphanhood | undefined,
): FamilyMember {
  const {pid, comm, stat} = process;
  return {
    pid,
    ppid: stat.ppid,
    comm,
    command: orUndefined(process.argv()) ?? null,
    state: stat.state,
    sigchld: once(() => orUndefined(readSigchld(process)) ?? null),
    disposition: () => orUndefined(readDisposition(process, SIGCHLD)) ?? null,
    script: once(() =>
      mayRunScript(process) ? (runningScripts([scriptProcess(snapshot, process)])[0] ?? null) : null,
    ),
    waitStatus: () => (process.isZombie() ? readWaitStatus(snapshot, process) : null),
    threadsAfterLeader: () => (process.isExitedLeader() ? process.liveThreads().length : null),
    orphanhood: orphanhood ?? null,
    daemonized: once(() => (orphanhood ? daemonhoodOf(snapshot, orphanhood).isDaemon : false)),
    innerPid: () => innerPidOf(process) ?? null,
    boundary: once(() => boundaryOf(snapshot, process)),
  };
}

/** Nothing is known to lie between procdoc and a process whose parent isn't visible here. */
function boundaryOf(snapshot: Snapshot, process: Process): Boundary | null {
  const parent = snapshot.parentOf(process);
  if (!parent) return null;
  const container = process.container();
  const entered = container !== undefined && container.id !== parent.container()?.id;
  const [nspids, parents] = [process, parent].map(({status}) => orUndefined(status())?.nspids ?? []);
  const innerPid =
    parents && parents.length > 0 && nspids && nspids.length > parents.length ? nspids.at(-1) : undefined;
  if (!entered && innerPid === undefined) return null;
  return {container: entered ? container : null, innerPid: innerPid ?? null};
}
