import {orUndefined} from '../../kernel/read.ts';
import type {SignalAction} from '../../kernel/syscalls.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {type Activities, activitiesOf} from '../activities.ts';
import type {WaitTarget} from '../activity.ts';
import {type Condition, conditionOf} from '../condition.ts';
import {once} from '../once.ts';
import type {Process, Thread} from '../process.ts';
import {type Blockage, readBlockage} from '../signals/blockage.ts';
import {isStuck, readSigchld} from '../signals/sigchld.ts';
import {signalfdFor, sigwaiterFor} from '../signals/takers.ts';
import type {Snapshot} from '../snapshot.ts';

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
  readonly #snapshot: Snapshot;
  readonly #action: SignalAction | undefined;
  #blockage: Blockage | undefined;

  /** @param action its sigaction(2) for SIGCHLD, where the kernel's own record of it could be read */
  constructor(snapshot: Snapshot, process: Process, action?: SignalAction) {
    this.#snapshot = snapshot;
    this.process = process;
    this.isSubreaper = action?.childSubreaper;
    this.#action = action;
  }

  readonly sigchld = once(() => orUndefined(readSigchld(this.process, this.#action)));

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
  async lookAgain(): Promise<void> {
    const sigchld = this.sigchld();
    if (sigchld?.blocked && sigchld.pending)
      this.#blockage = await readBlockage(this.#snapshot, this.process, SIGCHLD);
  }

  /** What keeps it from running at all; undefined: nothing. */
  get condition(): Condition | undefined {
    return conditionOf(this.#snapshot, this.process);
  }

  /** What its threads are doing. */
  get activities(): Activities {
    return activitiesOf(this.#snapshot, this.process);
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
    const depth = orUndefined(this.process.status())?.nspids.length ?? 1;
    return orUndefined(child.status())?.nspids[depth - 1] ?? child.pid;
  }

  /** The process group of a child in the parent's pid namespace. */
  pgidOf(child: Process): number {
    const depth = orUndefined(this.process.status())?.nspids.length ?? 1;
    return orUndefined(child.status())?.nspgids[depth - 1] ?? child.stat.pgid;
  }

  /** Whether a wait for this target would take that child. */
  isWaitedFor(child: Process, target: WaitTarget): boolean {
    if (target.kind === 'any') return true;
    return target.kind === 'pid' ? target.pid === this.pidOf(child) : target.pgid === this.pgidOf(child);
  }
}
