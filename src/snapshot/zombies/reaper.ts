import {orUndefined} from '../../kernel/read.ts';
import type {SignalAction} from '../../kernel/syscalls.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {type Activities, activitiesOf} from '../activities.ts';
import type {WaitTarget} from '../activity.ts';
import {type Condition, conditionOf} from '../condition.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import {neverForks} from '../programs/known-programs.ts';
import {type Blockage, readBlockage} from '../signals/blockage.ts';
import {isStuck, readSigchld} from '../signals/sigchld.ts';
import {signalfdFor, sigwaiterFor} from '../signals/takers.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Thread} from '../thread.ts';
import {type Reaping, readReaping} from './reaping.ts';

/** What in a process takes SIGCHLD: a signalfd(2), a signal handler, or a thread in sigwait(3). */
export type SigchldTaker =
  | {readonly kind: 'signalfd'; readonly fd: number}
  | {readonly kind: 'handler'}
  | {readonly kind: 'sigwait'; readonly tid: number};

/** The parent of zombies, looked at for why it does not wait for them. */
export class Reaper {
  readonly process: Process;
  /** Whether PR_SET_CHILD_SUBREAPER makes it adopt the orphans below it; undefined where that can't be read. */
  readonly isSubreaper: boolean | undefined;
  /** How many of its children are zombies. */
  readonly zombies: number;
  readonly #snapshot: Snapshot;
  readonly #action: SignalAction | undefined;
  #activities: Activities | undefined;
  #blockage: Blockage | undefined;
  #reaping: Reaping | undefined;

  /** @param action its sigaction(2) for SIGCHLD, where the kernel's own record of it could be read */
  constructor(snapshot: Snapshot, process: Process, action?: SignalAction, zombies = 1) {
    this.#snapshot = snapshot;
    this.process = process;
    this.zombies = zombies;
    this.isSubreaper = action?.childSubreaper;
    this.#action = action;
  }

  readonly sigchld = once(() => orUndefined(readSigchld(this.process, this.#action)));

  /** Whether it runs a program that starts no children. */
  readonly neverForks = once(() => neverForks(this.process));

  /** How long SIGCHLD stays blocked and pending; undefined where it is not, or before `lookAgain`. */
  get blockage(): Blockage | undefined {
    return this.#blockage;
  }

  /** Whether SIGCHLD is blocked and pending in a way that keeps the parent from learning of an exit. */
  isSigchldStuck(): boolean {
    const sigchld = this.sigchld();
    return sigchld !== undefined && isStuck(sigchld, this.#blockage);
  }

  /** Looks again where SIGCHLD is blocked and pending, which may be so for a moment: see signals/blockage. */
  async lookAtBlockage(): Promise<void> {
    const sigchld = this.sigchld();
    if (sigchld?.blocked && sigchld.pending)
      this.#blockage = await readBlockage(this.#snapshot, this.process, SIGCHLD);
  }

  /** How it goes on; undefined before `lookAtReaping`. */
  get reaping(): Reaping | undefined {
    return this.#reaping;
  }

  /** Looks again at how it goes on, where one look does not say enough: see reaping. */
  async lookAtReaping(): Promise<void> {
    if (this.sigchld() && !this.condition) this.#reaping = await readReaping(this.#snapshot, this.process);
  }

  /** What keeps it from running at all; undefined: nothing. */
  get condition(): Condition | undefined {
    return conditionOf(this.#snapshot, this.process);
  }

  /** What its threads are doing. */
  get activities(): Activities {
    this.#activities ??= activitiesOf(this.#snapshot, this.process);
    return this.#activities;
  }

  /** The descriptor by which it takes SIGCHLD: a signalfd(2). */
  readonly signalfd = once((): number | undefined => signalfdFor(this.process, SIGCHLD));

  /** Whether its descriptors could be listed; otherwise it may have an unseen signalfd. */
  get isSignalfdSeen(): boolean {
    return this.process.descriptors().ok;
  }

  /** The thread that waits for SIGCHLD in sigwait(3): see signals/takers. */
  readonly sigwaiter = once((): Thread | undefined => sigwaiterFor(this.activities.all, SIGCHLD));

  /** What takes SIGCHLD when it comes; undefined where nothing does. */
  sigchldTaker(): SigchldTaker | undefined {
    const sigchld = this.sigchld();
    const fd = sigchld?.blocked ? this.signalfd() : undefined;
    if (fd !== undefined) return {kind: 'signalfd', fd};
    if (sigchld?.disposition === 'caught') return {kind: 'handler'};
    const tid = sigchld && this.sigwaiter()?.tid;
    return tid === undefined ? undefined : {kind: 'sigwait', tid};
  }

  /** The pid by which this parent's own system calls name a child: its pid in the parent's pid namespace. */
  pidOf(child: Process): number {
    const depth = this.#depth();
    return depth === 1 ? child.pid : (orUndefined(child.status())?.nspids[depth - 1] ?? child.pid);
  }

  /** The one child that a wait is for, by the pid that this parent calls it by; undefined where it is for several. */
  awaitedChild(target: WaitTarget): Process | undefined {
    if (target.kind !== 'pid') return undefined;
    const {machine} = this.#snapshot;
    const isIt = (child: Process) => this.pidOf(child) === target.pid;
    // Mostly that pid is the one seen here, and no list of all processes is needed.
    const there = machine.recorded ? undefined : this.#snapshot.find(target.pid);
    if (there && this.#snapshot.parentOf(there) === this.process && isIt(there)) return there;
    return this.#snapshot.childrenOf(this.process).find(isIt);
  }

  /** Its children that have not exited. */
  livingChildren(): readonly Process[] {
    return this.#snapshot.childrenOf(this.process).filter(({stat}) => stat.state !== 'Z');
  }

  /** The process group of a child in the parent's pid namespace. */
  pgidOf(child: Process): number {
    const depth = this.#depth();
    return depth === 1
      ? child.stat.pgid
      : (orUndefined(child.status())?.nspgids[depth - 1] ?? child.stat.pgid);
  }

  /** In how many pid namespaces it has a pid: ours, and those below it down to its own. */
  readonly #depth = once(() => orUndefined(this.process.status())?.nspids.length ?? 1);

  /** Whether a wait for this target would take that child. */
  isWaitedFor(child: Process, target: WaitTarget): boolean {
    if (target.kind === 'any') return true;
    return target.kind === 'pid' ? target.pid === this.pidOf(child) : target.pgid === this.pgidOf(child);
  }
}
