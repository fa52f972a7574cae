import {orUndefined} from '../../kernel/read.ts';
import {SIGHUP} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Holdings} from '../descriptors/holdings.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import {type Daemonhood, daemonhoodOf} from './daemon.ts';
import type {Orphanhood} from './orphanhood.ts';

/** A process that outlived the one which started it. */
export class Orphan {
  readonly process: Process;
  /** The process that adopted it. */
  readonly parent: Process;
  readonly orphanhood: Orphanhood;
  /** undefined where its descriptors can't be listed. */
  readonly holds: Holdings | undefined;
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot, orphanhood: Orphanhood, holds: Holdings | undefined) {
    this.#snapshot = snapshot;
    this.process = orphanhood.process;
    this.parent = orphanhood.parent;
    this.orphanhood = orphanhood;
    this.holds = holds;
  }

  readonly daemonhood = once((): Daemonhood => daemonhoodOf(this.#snapshot, this.orphanhood));

  /** Whether it is a manager of containers or services at work, which left its parent on purpose. */
  readonly isManager = once((): boolean => this.daemonhood().signs.some(({kind}) => kind === 'manages'));

  /** Whether it likely made itself a daemon; null where that isn't known. */
  readonly daemonized = (): boolean | null => this.daemonhood().isDaemon;

  /**
   * Whether it outlives its parent on purpose: as a daemon, or as a job of nohup(1), which ignores SIGHUP. A process
   * that ignores SIGHUP for another reason is taken for such a job. null where that can't be read.
   */
  readonly staysOnPurpose = once((): boolean | null => {
    const status = orUndefined(this.process.status());
    const ignoresHangup = status ? hasSignal(status.ignored, SIGHUP) : null;
    if (this.daemonized() === true || ignoresHangup === true) return true;
    return this.daemonized() === null || ignoresHangup === null ? null : false;
  });
}
