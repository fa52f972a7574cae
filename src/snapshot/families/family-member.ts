import {orUndefined} from '../../kernel/read.ts';
import type {NamedContainer} from '../../parse/process/container.ts';
import type {TaskState} from '../../parse/process/pid-stat.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {type InnerPid, innerPidOf} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {mustBeInInitialNamespace, mustShareContainer} from '../process-table/kernel-stat.ts';
import {mayRunScript, ProcScript} from '../scripts/proc-script.ts';
import {type RunningScript, runningScript} from '../scripts/script.ts';
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
  readonly state: TaskState | null;
  /** null also where nothing shows that the process is an orphan. */
  readonly orphanhood: Orphanhood | null;
  /** The arguments; one string where ps(1) has joined them. */
  command(): readonly string[] | string | null;
  sigchld(): Sigchld | null;
  /** What SIGCHLD does, read by less than `sigchld` takes. */
  disposition(): Disposition | null;
  /** null also where the process runs no script. */
  script(): RunningScript | null;
  /** null also where the process isn't a zombie. */
  waitStatus(): number | null;
  /** How many threads are left of a process that isn't a zombie though its main thread exited; null for others. */
  threadsAfterLeader(): number | null;
  /** Whether the process likely made itself a daemon; null where that isn't known. */
  daemonized(): boolean | null;
  /** What it is called in its own pid namespace; null also where that is the one that the procfs shows. */
  innerPid(): InnerPid | null;
  /** null also where the parent is inside as well. */
  boundary(): Boundary | null;
}

/** A process of a snapshot as the family tree shows it. A class, since a machine has thousands and few are asked much. */
export class SnapshotMember implements FamilyMember {
  readonly orphanhood: Orphanhood | null;
  readonly #snapshot: Snapshot;
  readonly #process: Process;
  #script: RunningScript | null | undefined;
  #isDaemon: boolean | null | undefined;

  constructor(snapshot: Snapshot, process: Process, orphanhood: Orphanhood | undefined) {
    this.orphanhood = orphanhood ?? null;
    this.#snapshot = snapshot;
    this.#process = process;
  }

  get pid(): number {
    return this.#process.pid;
  }

  get ppid(): number {
    return this.#process.stat.ppid;
  }

  get comm(): string {
    return this.#process.comm;
  }

  get state(): TaskState {
    return this.#process.stat.state;
  }

  command(): readonly string[] | null {
    return orUndefined(this.#process.argv()) ?? null;
  }

  sigchld(): Sigchld | null {
    return orUndefined(readSigchld(this.#process)) ?? null;
  }

  disposition(): Disposition | null {
    return orUndefined(readDisposition(this.#process, SIGCHLD)) ?? null;
  }

  script(): RunningScript | null {
    if (this.#script === undefined) {
      const mayRun = mayRunScript(this.#process);
      this.#script = (mayRun && runningScript(new ProcScript(this.#snapshot, this.#process))) || null;
    }
    return this.#script;
  }

  waitStatus(): number | null {
    return this.#process.isZombie() ? readWaitStatus(this.#snapshot, this.#process) : null;
  }

  threadsAfterLeader(): number | null {
    return this.#process.isExitedLeader() ? this.#process.liveThreads().length : null;
  }

  daemonized(): boolean | null {
    if (this.#isDaemon === undefined)
      this.#isDaemon = this.orphanhood ? daemonhoodOf(this.#snapshot, this.orphanhood).isDaemon : false;
    return this.#isDaemon;
  }

  innerPid(): InnerPid | null {
    if (mustBeInInitialNamespace(this.#process.stat)) return null;
    const {container} = this.#process;
    return innerPidOf({status: () => this.#process.briefStatus(), container}) ?? null;
  }

  boundary(): Boundary | null {
    return boundaryOf(this.#snapshot, this.#process);
  }
}

/** Nothing is known to lie between procdoc and a process whose parent isn't visible here. */
function boundaryOf(snapshot: Snapshot, process: Process): Boundary | null {
  const parent = snapshot.parentOf(process);
  if (!parent || mustShareContainer(process.stat, parent.stat)) return null;
  const container = process.container();
  const entered = container !== undefined && container.id !== parent.container()?.id;
  const [nspids, parents] = [process, parent].map(one => orUndefined(one.briefStatus())?.nspids ?? []);
  const innerPid =
    parents && parents.length > 0 && nspids && nspids.length > parents.length ? nspids.at(-1) : undefined;
  if (!entered && innerPid === undefined) return null;
  return {container: entered ? container : null, innerPid: innerPid ?? null};
}
