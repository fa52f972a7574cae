import {orUndefined} from '../../kernel/read.ts';
import {Adoptions} from '../families/adoption.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import {type Runtime, runtimeOf} from '../programs/runtime.ts';
import type {Disposition} from '../signals/disposition.ts';
import {readSigchld, type Sigchld} from '../signals/sigchld.ts';
import {actionOf, readSigchldActions, SIGCHLD_FLAGS, type SignalActions} from '../signals/sigchld-actions.ts';
import type {Snapshot} from '../snapshot.ts';
import {Reaper} from '../zombies/reaper.ts';
import {effectsOfAutoReap, effectsOfBlocking, effectsOfHavingEnded} from './effects.ts';
import {findSigchldOrigin, type SigchldOrigin} from './origin.ts';

/** A process with all that bears on what it does with SIGCHLD, and what comes of it. */
export class SigchldCase {
  readonly process: Process;
  readonly sigchld: Sigchld;
  /** Whether orphans below it are reparented to it (PR_SET_CHILD_SUBREAPER); null where that may not be seen. */
  readonly childSubreaper: boolean | null;
  readonly #snapshot: Snapshot;
  readonly #adoptions: Adoptions;

  constructor(
    snapshot: Snapshot,
    adoptions: Adoptions,
    {process, sigchld, childSubreaper}: Pick<SigchldCase, 'process' | 'sigchld' | 'childSubreaper'>,
  ) {
    this.#snapshot = snapshot;
    this.#adoptions = adoptions;
    this.process = process;
    this.sigchld = sigchld;
    this.childSubreaper = childSubreaper;
  }

  readonly runtime = once((): Runtime | undefined => runtimeOf(this.process));

  /** Where an ignored SIGCHLD came from; undefined where it is not ignored. */
  readonly origin = once((): SigchldOrigin | undefined =>
    this.sigchld.disposition === 'ignored'
      ? findSigchldOrigin(this.#snapshot, this.#adoptions, this.process)
      : undefined,
  );

  /** What its parent does with SIGCHLD; undefined where that may not be seen. */
  readonly parentDisposition = once((): Disposition | undefined => {
    const parent = this.#snapshot.find(this.process.stat.ppid);
    return parent && orUndefined(readSigchld(parent))?.disposition;
  });

  readonly #reaper = once(() => new Reaper(this.#snapshot, this.process));

  /**
   * Whether a thread waits for children, in wait4(2) or waitid(2): it is about to reap, and to go on from there.
   * A shell blocks SIGCHLD around its wait for a foreground job. Undefined where that may not be seen.
   */
  readonly isWaiting = once((): boolean | undefined => {
    if (this.#reaper().isInWait()) return true;
    return this.#reaper().isFullySeen() ? false : undefined;
  });

  /**
   * Whether nobody is seen to take the pending signal: it is blocked everywhere, no thread waits for children,
   * and no signalfd is seen for it. A thread that waits for it in sigwait(3) does not count as blocking it: see
   * `Reaper.sigwaiter`.
   */
  readonly isStuck = once((): boolean => {
    if (!this.sigchld.blocked || !this.sigchld.pending || this.isWaiting() === true) return false;
    return this.#reaper().signalfd() === undefined;
  });

  effects(): string[] {
    if (this.process.isZombie()) return effectsOfHavingEnded;
    return [
      ...(this.sigchld.autoReap === true ? effectsOfAutoReap(this.sigchld.disposition, this.runtime()) : []),
      ...(this.isStuck() && this.isWaiting() === false ? effectsOfBlocking : []),
    ];
  }
}

/**
 * What the given processes do with SIGCHLD; without any, all processes for which it matters: it is ignored,
 * or blocked and pending while it is seen to wait for no child, or SA_NOCLDWAIT is set. The last is seen only with the privilege to load a BPF
 * program (CAP_BPF and CAP_PERFMON); that it was not is in the ledger.
 */
export async function readSigchldCases(
  snapshot: Snapshot,
  processes?: readonly Process[],
): Promise<SigchldCase[]> {
  const actions = await readSigchldActions(snapshot);
  if (!actions.ok) snapshot.ledger.note(SIGCHLD_FLAGS, actions.errno);
  const adoptions = new Adoptions(snapshot, await snapshot.syscalls());
  const looked = (processes ?? snapshot.processes().filter(({stat}) => !stat.kernelThread)).flatMap(
    process => caseOf(snapshot, adoptions, process, actions) ?? [],
  );
  return processes ? looked : looked.filter(matters);
}

function matters({sigchld, isWaiting}: SigchldCase): boolean {
  return sigchld.autoReap === true || (sigchld.blocked && sigchld.pending && isWaiting() === false);
}

function caseOf(
  snapshot: Snapshot,
  adoptions: Adoptions,
  process: Process,
  actions: SignalActions,
): SigchldCase | undefined {
  const action = actionOf(process, actions);
  const sigchld = orUndefined(readSigchld(process, action));
  const childSubreaper = action?.childSubreaper ?? null;
  return sigchld && new SigchldCase(snapshot, adoptions, {process, sigchld, childSubreaper});
}
