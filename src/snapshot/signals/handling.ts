import {orUndefined} from '../../kernel/read.ts';
import type {PidStatus} from '../../parse/process/pid-status.ts';
import {SIGTSTP} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import {type Activities, activitiesOf} from '../activities.ts';
import {conditionOf} from '../condition.ts';
import {once} from '../once.ts';
import {isInnerInit} from '../pid-namespace.ts';
import type {Process} from '../process.ts';
import {neverForks} from '../programs/known-programs.ts';
import {isShell, type PipelineProgram, pipelineProgram} from '../programs/pipeline-program.ts';
import {sleptThrough} from '../second-look.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Blockage, readBlockage} from './blockage.ts';
import {type ContainerStop, containerStopOf} from './container-stop.ts';
import {type Disposition, dispositionOf} from './disposition.ts';
import {type ExitsAfter, exitsAfter} from './exits-after.ts';
import {isBusinessOfParent, isLeftToChild} from './helper.ts';
import {keepingOf, maskGiverOf, type SignalLine, signalLine} from './line.ts';
import {isBlocked, signalfdFor, sigwaiterFor} from './takers.ts';
import {isHeldBack} from './without-effect.ts';

/** How a process handles a signal: whether it ignores or blocks it, what takes it, and where that came from. */
export class SignalHandling {
  readonly snapshot: Snapshot;
  readonly process: Process;
  readonly signal: number;
  /** Whether no process of the line ran between two looks, so that what they block is no matter of a moment. */
  hasLineSlept = false;
  /** The flags of a handler that only sends the signal to its process again; undefined where none is known to: see `readOwnEnds`. */
  readonly ownEnd: readonly string[] | undefined;
  readonly #status: PidStatus;
  #blockage: Blockage | undefined;

  constructor(
    snapshot: Snapshot,
    process: Process,
    status: PidStatus,
    signal: number,
    ownEnd?: readonly string[],
  ) {
    this.snapshot = snapshot;
    this.ownEnd = ownEnd;
    this.process = process;
    this.#status = status;
    this.signal = signal;
  }

  get disposition(): Disposition {
    return dispositionOf(this.#status, this.signal);
  }

  get isIgnored(): boolean {
    return this.disposition === 'ignored';
  }

  /** Whether the process ignores another signal, too. */
  ignoresToo(signal: number): boolean {
    return dispositionOf(this.#status, signal) === 'ignored';
  }

  /** Whether every live thread blocks the signal. */
  readonly isBlocked = (): boolean => isBlocked(this.process, this.signal);

  /** Whether the signal has been sent to the process, or to its main thread, and not been delivered yet. */
  get isPending(): boolean {
    return hasSignal(this.#status.sharedPending | this.#status.pending, this.signal);
  }

  /**
   * Whether the signal is pending and no rule of its own speaks of that: see `signalsWithoutEffect`. Some programs block
   * it while they wait for their child, which gets Ctrl-C as well and is to decide: su(1), runuser(1), unshare(1).
   */
  isPendingUnseen(): boolean {
    const isLeftToChild = this.activities.isInWait() && this.maskGiver() === undefined;
    return this.isPending && isHeldBack(this.#status, this.signal) && !isLeftToChild;
  }

  /** How long the signal stays blocked; undefined where not every thread blocks it, or it is taken all the same. */
  get blockage(): Blockage | undefined {
    return this.#blockage;
  }

  /** Looks again where every thread blocks the signal and nothing takes it, which may be so for a moment. */
  async lookAgain(): Promise<void> {
    if (!this.isBlocked() || this.isTaken() !== false) return;
    // What is compared has to be read before the pause.
    const slept = Promise.all(this.line().map(elder => sleptThrough(this.snapshot, elder)));
    this.#blockage = await readBlockage(this.snapshot, this.process, this.signal);
    this.hasLineSlept = (await slept).every(answer => answer === true);
  }

  /**
   * Whether the signal may well be kept from the process: every thread blocks it, nothing takes it, it is in no handler,
   * and a second look still shows that. A program that has run since may have blocked it twice, and one that sleeps in a
   * call that times out may look at it then: these count only where they inherited the mask.
   */
  isKeptByMask(): boolean {
    const {blockage} = this;
    if (blockage === undefined || blockage.kind === 'moment' || blockage.kind === 'in-handler') return false;
    const isSteady = blockage.kind === 'lasting' || !(blockage.hasRun || blockage.may === 'poll');
    return isSteady || this.maskGiver() !== undefined;
  }

  /**
   * Whether two looks show that, and it stays so: it inherited the mask, and its program is known to change none. Any other
   * may unblock the signal when its call returns.
   */
  isSeenKeptByMask(): boolean {
    const isSeen = this.blockage?.kind === 'lasting' && this.disposition !== 'caught';
    return isSeen && this.maskGiver() !== undefined && neverForks(this.process);
  }

  /** The process from which it inherited that the signal is blocked; undefined where none is seen. */
  readonly maskGiver = once((): Process | undefined => maskGiverOf(this.snapshot, this.process, this.signal));

  /**
   * Whether a signalfd or a thread in sigwait(3) takes the signal. Undefined where that can't be seen, where a thread is
   * between two calls of sigwait(3), or between fork and exec, and where the process can't run at all.
   */
  readonly isTaken = once((): boolean | undefined => {
    if (signalfdFor(this.process, this.signal) !== undefined) return true;
    if (sigwaiterFor(this.activities.all, this.signal) !== undefined) return true;
    if (conditionOf(this.snapshot, this.process)) return undefined;
    return this.process.descriptors().ok && this.activities.isAsleep() ? false : undefined;
  });

  /** Whether a thread waits for children, as a caller of system(3) does, or may be about to, unseen. */
  mayWaitForChildren(): boolean {
    return this.activities.isInWait() || !this.activities.isAsleep();
  }

  /** Whether the signal is left to a child of it, which it waits for. */
  readonly isLeftToChild = once((): boolean => isLeftToChild(this.snapshot, this.process));

  /** What takes the signal, and after whose exit it likely exits; null where that can't be seen: see `exitsAfter`. */
  readonly exitsAfter = once((): ExitsAfter | undefined | null =>
    exitsAfter(this.snapshot, this.process, this.signal),
  );

  /** Whether the parent is what stops it, so that it need not take the signal itself; undefined where it may be. */
  readonly isBusinessOfParent = once((): boolean | undefined =>
    isBusinessOfParent(this.snapshot, this.process, this.signal),
  );

  /** The line of parents along which the process inherited that the signal is ignored or blocked. */
  readonly line = once((): SignalLine => signalLine(this.snapshot, this.process, this.signal));

  /**
   * The shell that started the eldest of the line as a job and does not ignore the signal itself. It has no job
   * control, since the job is in its own process group. Undefined where another program started the job.
   */
  readonly shellAbove = once((): Process | undefined => {
    const [job] = this.line();
    const parent = this.snapshot.parentOf(job);
    if (!parent || !isShell(parent) || parent.stat.pgid !== job.stat.pgid) return undefined;
    const keeping = keepingOf(parent, this.signal);
    return keeping === undefined || keeping === 'ignored' ? undefined : parent;
  });

  readonly program = once((): PipelineProgram | undefined => pipelineProgram(this.process));

  /** Whether it is a shell with job control, or with the option to be interactive (-i). */
  readonly isInteractiveShell = once((): boolean => {
    if (this.program() !== 'shell') return false;
    const options = (orUndefined(this.process.argv()) ?? []).slice(1);
    return this.ignoresToo(SIGTSTP) || options.some(option => /^-[a-z]*i[a-z]*$/i.test(option));
  });

  /** Whether it is in the foreground of its terminal, so that Ctrl-C signals it. */
  get isInForeground(): boolean {
    const {terminal, pgid, foregroundPgid} = this.process.stat;
    return terminal !== 0 && pgid === foregroundPgid;
  }

  /** Whether it is PID 1 of a pid namespace that is not the machine's own; undefined where that can't be read. */
  readonly isInnerInit = once((): boolean | undefined => isInnerInit(this.snapshot, this.process));

  /** That a container runtime is to stop it by SIGTERM; undefined where none is known to. */
  readonly containerStop = once((): ContainerStop | undefined =>
    containerStopOf(this.snapshot, this.process),
  );

  get activities(): Activities {
    return activitiesOf(this.snapshot, this.process);
  }
}
