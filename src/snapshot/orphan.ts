import {orUndefined} from '../kernel/read.ts';
import {hasSignal} from '../parse/signal-set.ts';
import {type DescriptorKind, descriptorKind} from './descriptor-kind.ts';
import type {Holdings} from './holdings.ts';
import {once} from './once.ts';
import type {Orphanhood} from './orphanhood.ts';
import type {Process} from './process.ts';

/** signal(7): the same on every architecture. */
const SIGHUP = 1;

/** What a daemon has for standard streams: /dev/null, or a log. A pipe, socket or terminal leads back to its family. */
const detachedKinds: readonly DescriptorKind[] = ['file', 'device'];

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

  /**
   * Whether it is an orphan because daemons are: it has a session of its own, and nothing of its old family for
   * a standard stream. null where its descriptors may not be seen.
   */
  readonly daemonized = once((): boolean | null => {
    if (!this.orphanhood.hasSessionOfItsOwn) return false;
    const descriptors = orUndefined(this.process.descriptors());
    const streams = descriptors?.filter(({fd}) => fd <= 2);
    return streams?.every(stream => detachedKinds.includes(descriptorKind(stream))) ?? null;
  });

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
