import {orUndefined} from '../../kernel/read.ts';
import type {PidStat} from '../../parse/process/pid-stat.ts';
import {looksAdopted} from '../families/looks-adopted.ts';
import type {Process} from '../process.ts';
import {KernelStat, mustBeInInitialNamespace} from '../process-table/kernel-stat.ts';
import type {Snapshot} from '../snapshot.ts';
import {readTracer} from '../tracer.ts';
import {readWaitStatus} from '../wait-status.ts';
import {lockFilesNaming} from './lock-files.ts';
import {type Outlook, outlookOf} from './outlook.ts';
import type {Reaper} from './reaper.ts';

/** Every child is a zombie for a moment; a parent that reaps does it well within this time. */
const SETTLED_AFTER_SECONDS = 1;
/** The clock that the age is read from leaves out stolen time: after a pause of a second, it may show less. */
const CLOCK_SLACK_SECONDS = 0.1;

/** What zombies of one parent have in common. */
export interface Siblings {
  readonly snapshot: Snapshot;
  /** Their parent; undefined where the parent isn't visible from here. */
  readonly reaper: Reaper | undefined;
  /** Whether no thread of their parent has run since the first of them died; null where the kernel doesn't show it. */
  readonly hasParentSlept: boolean | null;
  /** How long no thread of their parent has run, in seconds; null where the kernel doesn't show it. */
  readonly parentSleptSeconds: number | null;
  /** When it was looked at them: milliseconds since the epoch. */
  readonly measuredAtMs: number;
}

/**
 * A zombie with all that may be a reason why it has not been reaped. A parent may have thousands that are alike, so it
 * holds little itself, and becomes a process when it is spoken of.
 */
export class Zombie {
  readonly stat: PidStat;
  /** How long ago it died, in seconds, good to some 20 ms; null where the kernel doesn't show it. */
  readonly deadForSeconds: number | null;
  /** How long ago it was a zombie already, at an earlier look, in seconds; null where there was none. */
  readonly seenForSeconds: number | null;
  readonly #siblings: Siblings;
  #waitStatus: {readonly value: number | null} | undefined;

  constructor(
    siblings: Siblings,
    stat: PidStat,
    {deadForSeconds, seenForSeconds}: Pick<Zombie, 'deadForSeconds' | 'seenForSeconds'>,
  ) {
    this.#siblings = siblings;
    this.stat = stat;
    this.deadForSeconds = deadForSeconds;
    this.seenForSeconds = seenForSeconds;
  }

  get snapshot(): Snapshot {
    return this.#siblings.snapshot;
  }

  get pid(): number {
    return this.stat.pid;
  }

  get process(): Process {
    return this.snapshot.processOf(this.stat);
  }

  /** Its parent; undefined where the parent isn't visible from here. */
  get reaper(): Reaper | undefined {
    return this.#siblings.reaper;
  }

  /** See `Siblings`. */
  get hasParentSlept(): boolean | null {
    return this.#siblings.hasParentSlept;
  }

  /** See `Siblings`. */
  get parentSleptSeconds(): number | null {
    return this.#siblings.parentSleptSeconds;
  }

  /**
   * Whether a thread of its parent ran a moment ago, so that the sleep in which its threads are seen may be as short;
   * false where the kernel doesn't show it.
   */
  get hasParentJustRun(): boolean {
    const {parentSleptSeconds} = this;
    return parentSleptSeconds !== null && parentSleptSeconds + CLOCK_SLACK_SECONDS < SETTLED_AFTER_SECONDS;
  }

  /** When it died, in milliseconds since the epoch; null where that isn't known. */
  get diedAtMs(): number | null {
    const {deadForSeconds} = this;
    return deadForSeconds === null ? null : this.#siblings.measuredAtMs - deadForSeconds * 1000;
  }

  /** See `Process`. */
  get tracerPid(): number | undefined {
    return this.stat instanceof KernelStat ? this.stat.tracerPid : this.process.tracerPid();
  }

  /** See `readWaitStatus`. */
  waitStatus(): number | null {
    this.#waitStatus ??= {value: readWaitStatus(this.snapshot, this.process)};
    return this.#waitStatus.value;
  }

  /** The process that traces it; undefined where none does. */
  tracer(): Process | undefined {
    return readTracer(this.snapshot, this.process);
  }

  /** Whether its parent may still wait for it, where no thread of the parent is in wait(2); see outlook. */
  outlook(): Outlook {
    return outlookOf(this);
  }

  /** Whether it looks as if its parent adopted it, as a subreaper does. */
  looksAdopted(): boolean {
    return looksAdopted(this.snapshot, this, this.reaper?.process);
  }

  /** Its pids in the pid namespaces inside of ours, outermost first. */
  innerPids(): readonly number[] {
    if (mustBeInInitialNamespace(this.stat)) return [];
    return orUndefined(this.process.status())?.nspids.slice(1) ?? [];
  }

  /** The files and links whose locks its pid keeps valid. */
  lockFiles(): readonly string[] {
    return lockFilesNaming(this.snapshot, this, this.reaper?.process);
  }

  /**
   * Whether it has been dead for longer than a parent that reaps at all would take, under load too: by its age, or by an
   * earlier look, which may have been a moment ago, and counts at once only where the age isn't known.
   */
  get isSettled(): boolean {
    const {deadForSeconds, seenForSeconds} = this;
    if (deadForSeconds === null) return seenForSeconds !== null;
    return Math.max(deadForSeconds + CLOCK_SLACK_SECONDS, seenForSeconds ?? 0) >= SETTLED_AFTER_SECONDS;
  }
}
