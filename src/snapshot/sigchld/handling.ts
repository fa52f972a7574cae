import {orUndefined} from '../../kernel/read.ts';
import {SIGCHLD} from '../../parse/signals/numbers.ts';
import {type Activities, activitiesOf} from '../activities.ts';
import {conditionOf, exiting} from '../condition.ts';
import {Adoptions} from '../families/adoption.ts';
import {SIGCHLD_FLAGS} from '../gap-names.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import {conductOf, runtimeOf} from '../programs/conduct.ts';
import type {Runtime} from '../programs/runtime.ts';
import {findSignalOrigin, type OriginScene, type SignalOrigin} from '../signal-origins/origin.ts';
import {setsItself} from '../signal-origins/own-action.ts';
import {type Blockage, readBlockage} from '../signals/blockage.ts';
import {type Disposition, readDisposition} from '../signals/disposition.ts';
import {isForkOfParent} from '../signals/helper.ts';
import {isStuck, mayMissChildren, readSigchld, type Sigchld} from '../signals/sigchld.ts';
import {actionOf, readSigchldActions} from '../signals/signal-actions.ts';
import {signalfdFor} from '../signals/takers.ts';
import type {Snapshot} from '../snapshot.ts';
import {effectsOfAutoReap, effectsOfBlocking, effectsOnZombie, type SigchldEffect} from './effects.ts';
import {passesOnIgnored} from './passed-on.ts';
import {type RivalWaits, readRivalWaits} from './rival-waits.ts';

/** A parent that can be seen, and what it does with SIGCHLD. */
export interface SeenParent {
  readonly process: Process;
  readonly disposition: Disposition;
}

/** How a process handles SIGCHLD, where that came from, and what follows. */
export class SigchldHandling {
  readonly process: Process;
  readonly sigchld: Sigchld;
  /** Whether orphans below the process are reparented to it (PR_SET_CHILD_SUBREAPER); null where that can't be read. */
  readonly childSubreaper: boolean | null;
  /** How long SIGCHLD stays blocked and pending, with nothing that takes it; undefined where that is not so. */
  #blockage: Blockage | undefined;
  #rivals: RivalWaits | undefined;
  readonly #scene: OriginScene;

  constructor(
    scene: OriginScene,
    {process, sigchld, childSubreaper}: Pick<SigchldHandling, 'process' | 'sigchld' | 'childSubreaper'>,
  ) {
    this.#scene = scene;
    this.process = process;
    this.sigchld = sigchld;
    this.childSubreaper = childSubreaper;
  }

  readonly runtime = once((): Runtime | undefined => runtimeOf(this.process));

  /**
   * A child that it has now, a zombie or not. One that was reaped automatically leaves no trace in its parent: the times
   * and faults of children (stat, fields 11, 13, 16 and 17) count only those that were waited for.
   */
  readonly child = once((): Process | undefined => this.#scene.snapshot.childrenOf(this.process)[0]);

  /** Where an ignored SIGCHLD came from; undefined where SIGCHLD is not ignored. */
  readonly origin = once((): SignalOrigin | undefined =>
    this.sigchld.disposition === 'ignored' ? findSignalOrigin(this.#scene, this.process) : undefined,
  );

  /** Whether it is a worker of its living parent, forked from it: what it does with SIGCHLD is that program's design. */
  readonly isForkOfParent = once((): boolean => isForkOfParent(this.#scene.snapshot, this.process));

  /** The parent with its disposition of SIGCHLD; undefined where either is not visible. */
  readonly parent = once((): SeenParent | undefined => {
    const process = this.#scene.snapshot.parentOf(this.process);
    const disposition = process && orUndefined(readDisposition(process, SIGCHLD));
    return disposition && {process, disposition};
  });

  /** What the threads of the process are doing. */
  get activities(): Activities {
    return activitiesOf(this.#scene.snapshot, this.process);
  }

  /**
   * Whether a thread waits for children, in wait4(2) or waitid(2): it is about to reap, and continues from there.
   * A shell blocks SIGCHLD around its wait for a foreground job. Undefined where not every thread can be seen.
   */
  readonly isWaiting = once((): boolean | undefined => {
    if (this.activities.isInWait()) return true;
    return this.activities.isFullySeen() ? false : undefined;
  });

  /**
   * Whether the pending signal is not seen to be taken: every thread blocks it, none waits for children, and no
   * signalfd is seen for it. A thread that waits for it in sigwait(3) does not count as blocking it: see
   * `sigwaiterFor`. A process that can't run, stopped or frozen, can't take it either. False where a second look no
   * longer shows the signal.
   */
  isStuck(): boolean {
    return this.#isNotTaken() && isStuck(this.sigchld, this.#blockage);
  }

  readonly #isNotTaken = once((): boolean => {
    if (!this.sigchld.blocked || !this.sigchld.pending || this.isWaiting() === true) return false;
    return (
      signalfdFor(this.process, SIGCHLD) === undefined && !conditionOf(this.#scene.snapshot, this.process)
    );
  });

  get blockage(): Blockage | undefined {
    return this.#blockage;
  }

  /**
   * Whether the program may ignore SIGCHLD on purpose: the kernel's record doesn't show that it was started so, no thread
   * waits for children, and no program that it started is seen to have inherited it.
   */
  readonly mayBeMeant = once((): boolean => {
    const {process} = this;
    if (!process.stat.forkedWithoutExec && setsItself(process, this.#scene) === false) return false;
    return !this.activities.isInWait() && !passesOnIgnored(this.#scene, process);
  });

  /** Two threads that wait for one child. */
  get rivals(): RivalWaits | undefined {
    return this.#rivals;
  }

  /** Looks again where the signal is not seen to be taken, which may be so for a moment: see signals/blockage. */
  async lookAgain(): Promise<void> {
    if (this.#isNotTaken() && this.isWaiting() === false)
      this.#blockage = await readBlockage(this.#scene.snapshot, this.process, SIGCHLD);
  }

  /** Looks, twice, at what its threads wait for, where it has several and a child. */
  async lookForRivals(): Promise<void> {
    this.#rivals = await readRivalWaits(this.#scene.snapshot, this.process);
  }

  /** Whether it is in a call that times out, so that it may poll for its children then, as runsvdir and busybox init do. */
  mayPoll(): boolean {
    return this.#blockage?.kind === 'unclear' && this.#blockage.may === 'poll';
  }

  /** Whether the mask is what keeps SIGCHLD away, not a handler that runs, or may, nor a program that may poll. */
  #isKeptByMask(): boolean {
    const {blockage} = this;
    if (!this.isStuck() || blockage === undefined || blockage.kind === 'in-handler') return false;
    return !(blockage.kind === 'unclear' && blockage.may === 'be-in-handler') && !this.mayPoll();
  }

  /** Whether the process is exiting: the kernel changes dispositions then, and the program starts no child any more. */
  get isExiting(): boolean {
    return exiting(this.process) !== undefined;
  }

  readonly effects = once((): readonly SigchldEffect[] => {
    if (this.process.isZombie()) return effectsOnZombie;
    if (this.isExiting) return [];
    return [
      ...(this.sigchld.autoReap === true
        ? effectsOfAutoReap(this.sigchld.disposition, conductOf(this.process))
        : []),
      ...(this.#isKeptByMask() ? effectsOfBlocking : []),
    ];
  });
}

/**
 * How the given processes handle SIGCHLD; without any, all processes where it matters: SIGCHLD is ignored, or blocked
 * and pending in a process that is seen not to wait for children, or SA_NOCLDWAIT is set. SA_NOCLDWAIT is seen only
 * with the privilege to load a BPF program (CAP_BPF and CAP_PERFMON); where that is missing, the ledger has a note.
 */
export async function readSigchldHandling(
  snapshot: Snapshot,
  processes?: readonly Process[],
): Promise<SigchldHandling[]> {
  if (!processes) await snapshot.readAtOnce();
  const actions = await readSigchldActions(snapshot);
  if (!actions.ok) snapshot.ledger.note(SIGCHLD_FLAGS, actions.errno);
  const adoptions = new Adoptions(snapshot, await snapshot.syscalls());
  const scene = {snapshot, adoptions, actions, signal: SIGCHLD};
  const isSuspect = (process: Process) =>
    !process.stat.kernelThread && mayMissChildren(process, process.signalMasks(), actionOf(process, actions));
  const asked = processes ?? snapshot.processes().filter(isSuspect);
  const handlings = asked.flatMap(process => handlingOf(scene, process) ?? []);
  await Promise.all(handlings.map(handling => handling.lookAgain()));
  if (processes) await Promise.all(handlings.map(handling => handling.lookForRivals()));
  return processes ? handlings : handlings.filter(handling => matters(handling) && !handling.isExiting);
}

function matters(handling: SigchldHandling): boolean {
  const {sigchld, isWaiting, blockage} = handling;
  if (sigchld.autoReap === true) return true;
  return isStuck(sigchld, blockage) && !handling.mayPoll() && isWaiting() === false;
}

function handlingOf(scene: OriginScene, process: Process): SigchldHandling | undefined {
  const action = actionOf(process, scene.actions);
  const sigchld = orUndefined(readSigchld(process, action));
  const childSubreaper = action?.childSubreaper ?? null;
  return sigchld && new SigchldHandling(scene, {process, sigchld, childSubreaper});
}
