import {orUndefined} from '../../kernel/read.ts';
import {SIGHUP} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Holding, Holdings} from '../descriptors/holdings.ts';
import type {OpenFile} from '../descriptors/open-files.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Daemonhood, daemonhoodOf} from './daemon.ts';
import {leadsSessionUnderInit} from './detached.ts';
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
  readonly #isOrphan: (process: Process) => boolean;

  constructor(
    snapshot: Snapshot,
    orphanhood: Orphanhood,
    holds: Holdings | undefined,
    isOrphan: (process: Process) => boolean,
  ) {
    this.#snapshot = snapshot;
    this.#isOrphan = isOrphan;
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
    const isKept = ({alsoHeldBy}: Holding, otherEnds?: readonly OpenFile[]) =>
      !alsoHeldBy.some(({process}) => this.#isAtWork(process, otherEnds));
    const {locks, listeners, pipes} = this.holds;
    return {
      locks: locks.filter(lock => !lock.isOutOfReach && isKept(lock)),
      listeners: listeners.filter(listener => isKept(listener)),
      pipes: pipes.filter(pipe => isKept(pipe, pipe.otherEnds)),
    };
  });

  /** What leads a session under init may have been left behind, too, if it has a pipe that leads out of its line. */
  #isAtWork(holder: Process, otherEnds: readonly OpenFile[] = []): boolean {
    const isOfPipe = otherEnds.length > 0;
    const beyond = new Set(otherEnds.flatMap(({process}) => [process, ...this.#snapshot.ancestors(process)]));
    const isCutOff = (one: Process) =>
      this.#isOrphan(one) || (isOfPipe && leadsSessionUnderInit(this.#snapshot, one));
    return [holder, ...this.#snapshot.ancestors(holder)].every(one => beyond.has(one) || !isCutOff(one));
  }

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
