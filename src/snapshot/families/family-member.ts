import {orUndefined} from '../../kernel/read.ts';
import type {Container} from '../../parse/process/pid-cgroup.ts';
import type {TaskState} from '../../parse/process/pid-stat.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import {scriptProcess} from '../scripts/proc-scripts.ts';
import {type RunningScript, runningScripts} from '../scripts/script.ts';
import type {Disposition} from '../signals/disposition.ts';
import {readDisposition, readSigchld, type Sigchld} from '../signals/sigchld.ts';
import type {Snapshot} from '../snapshot.ts';
import {Zombie} from '../zombies/zombie.ts';
import {daemonhoodOf} from './daemon.ts';
import type {Orphanhood} from './orphanhood.ts';

/** Where a process stands inside of something that its parent is outside of. */
export interface Boundary {
  /** null where only its pid namespace is known to be another. */
  readonly container: Container | null;
  /** Its pid in its own pid namespace, where that is another than its parent's. */
  readonly innerPid: number | null;
}

/** A process as the family tree shows it, from /proc, or from ps(1) with less: null is not known. */
export interface FamilyMember {
  readonly pid: number;
  readonly ppid: number;
  readonly comm: string | null;
  /** Its arguments; one string where ps(1) has joined them. */
  readonly command: readonly string[] | string | null;
  readonly state: TaskState | null;
  readonly sigchld: () => Sigchld | null;
  /** That of SIGCHLD, for less than all of it takes. */
  readonly disposition: () => Disposition | null;
  /** null too where it runs none. */
  readonly script: () => RunningScript | null;
  /** null too where it is no zombie. */
  readonly waitStatus: () => number | null;
  /** How many threads it still has, if its main thread has ended and it is no zombie; null if not. */
  readonly threadsAfterLeader: () => number | null;
  /** null too where it is no orphan, as far as one can tell. */
  readonly orphanhood: Orphanhood | null;
  /** Whether it is, most likely, an orphan because daemons are; null where that cannot be told. */
  readonly daemonized: () => boolean | null;
  /** null too where there is none. */
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
    disposition: () => orUndefined(readDisposition(process)) ?? null,
    script: once(() => runningScripts([scriptProcess(snapshot, process)])[0] ?? null),
    waitStatus: () => (process.isZombie() ? zombieOf(snapshot, process).waitStatus() : null),
    threadsAfterLeader: () => (process.isExitedLeader() ? process.liveThreads().length : null),
    orphanhood: orphanhood ?? null,
    daemonized: once(() => (orphanhood ? daemonhoodOf(process, orphanhood).isDaemon : false)),
    boundary: once(() => boundaryOf(snapshot, process)),
  };
}

function zombieOf(snapshot: Snapshot, process: Process): Zombie {
  return new Zombie(snapshot, process, {reaper: undefined, deadForSeconds: null, wasSeenBefore: false});
}

/** A process without a parent here is inside of nothing that can be seen from here. */
function boundaryOf(snapshot: Snapshot, process: Process): Boundary | null {
  const parent = snapshot.find(process.stat.ppid);
  if (!parent) return null;
  const container = process.container();
  const entered = container !== undefined && container.id !== parent.container()?.id;
  const [nspids, parents] = [process, parent].map(({status}) => orUndefined(status())?.nspids ?? []);
  const innerPid =
    parents && parents.length > 0 && nspids && nspids.length > parents.length ? nspids.at(-1) : undefined;
  if (!entered && innerPid === undefined) return null;
  return {container: entered ? container : null, innerPid: innerPid ?? null};
}
