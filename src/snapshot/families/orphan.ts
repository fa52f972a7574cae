import {orUndefined} from '../../kernel/read.ts';
import {SIGHUP} from '../../parse/signals/numbers.ts';
import {hasSignal} from '../../parse/signals/signal-set.ts';
import type {Holdings} from '../descriptors/holdings.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import {type Daemonhood, daemonhoodOf} from './daemon.ts';
import type {Orphanhood} from './orphanhood.ts';

/** A process that lost the parent which had started it. */
export class Orphan {
  readonly process: Process;
  /** Who adopted it. */
  readonly parent: Process;
  readonly orphanhood: Orphanhood;
  /** undefined where its descriptors may not be listed. */
  readonly holds: Holdings | undefined;

  constructor(facts: Pick<Orphan, 'process' | 'parent' | 'orphanhood' | 'holds'>) {
    this.process = facts.process;
    this.parent = facts.parent;
    this.orphanhood = facts.orphanhood;
    this.holds = facts.holds;
  }

  readonly daemonhood = once((): Daemonhood => daemonhoodOf(this.process, this.orphanhood));

  /** Whether it is, most likely, an orphan because daemons are; null where that cannot be told. */
  readonly daemonized = (): boolean | null => this.daemonhood().isDaemon;

  /**
   * Whether it is meant to outlive its family: a daemon, or a job of nohup(1), which ignores SIGHUP. One that ignores
   * it for another reason is taken for such a job. null where that may not be seen.
   */
  readonly meantToStay = once((): boolean | null => {
    const status = orUndefined(this.process.status());
    const ignoresHangup = status ? hasSignal(status.ignored, SIGHUP) : null;
    if (this.daemonized() === true || ignoresHangup === true) return true;
    return this.daemonized() === null || ignoresHangup === null ? null : false;
  });
}
