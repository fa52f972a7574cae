import {orUndefined} from '../../kernel/read.ts';
import {SIGHUP} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Holdings} from '../descriptors/holdings.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {AtWork} from './at-work.ts';
import {type Daemonhood, daemonhoodOf} from './daemon.ts';
import type {Orphanhood} from './orphanhood.ts';
import type {KnownSettings} from './service-settings.ts';

/** A process that outlived the one which started it. */
export class Orphan {
  readonly process: Process;
  /** The process that adopted it. */
  readonly parent: Process;
  readonly orphanhood: Orphanhood;
  /** undefined where its descriptors can't be listed. */
  readonly holds: Holdings | undefined;
  readonly #snapshot: Snapshot;
  readonly #atWork: AtWork;

  constructor(snapshot: Snapshot, orphanhood: Orphanhood, holds: Holdings | undefined, atWork: AtWork) {
    this.#snapshot = snapshot;
    this.#atWork = atWork;
    this.process = orphanhood.process;
    this.parent = orphanhood.parent;
    this.orphanhood = orphanhood;
    this.holds = holds;
  }

  /**
   * What it keeps from others: without what a process at work keeps as well, which was not left behind itself, and
   * without locks that nobody can meet.
   */
  readonly keeps = once((): Holdings | undefined => {
    if (!this.holds) return undefined;
    const {locks, listeners, pipes} = this.holds;
    return {
      locks: locks.filter(
        ({isOutOfReach, alsoHeldBy}) => !isOutOfReach && !this.#atWork.keepsToo(alsoHeldBy),
      ),
      listeners: listeners.filter(({alsoHeldBy}) => !this.#atWork.keepsToo(alsoHeldBy)),
      pipes: pipes.filter(({alsoHeldBy, otherEnds}) => !this.#atWork.keepsPipeToo(alsoHeldBy, otherEnds)),
    };
  });

  readonly daemonhood = once((): Daemonhood => daemonhoodOf(this.#snapshot, this.orphanhood));

  /** Whether it is a manager of containers or services at work, which left its parent on purpose. */
  readonly isManager = once((): boolean => this.daemonhood().signs.some(({kind}) => kind === 'manages'));

  /** Whether it likely made itself a daemon; null where that isn't known. */
  readonly daemonized = (): boolean | null => this.daemonhood().isDaemon;

  /** The service of systemd that is still active and has lost its main process, where that is the one it is left of. */
  readonly serviceWithoutMain = once((): {unit: string; settings: KnownSettings} | undefined => {
    const sign = this.orphanhood.signs.find(({kind}) => kind === 'in-unit');
    return sign?.kind === 'in-unit' && sign.leftOf?.kind === 'exited-main'
      ? {unit: sign.unit.name, settings: sign.leftOf.settings}
      : undefined;
  });

  /**
   * Whether it outlives its parent on purpose: as a daemon, as a job of nohup(1), which ignores SIGHUP, or in a service that
   * is to stay active without a main process. A process that ignores SIGHUP for another reason is taken for such a job.
   * null where that can't be read.
   */
  readonly staysOnPurpose = once((): boolean | null => {
    const status = orUndefined(this.process.status());
    const ignoresHangup = status ? hasSignal(status.ignored, SIGHUP) : null;
    const isOfService = this.serviceWithoutMain()?.settings.remainsAfterExit === true;
    if (this.daemonized() === true || ignoresHangup === true || isOfService) return true;
    return this.daemonized() === null || ignoresHangup === null ? null : false;
  });
}
