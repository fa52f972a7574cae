import {orUndefined} from '../../kernel/read.ts';
import {looksAdopted} from '../families/looks-adopted.ts';
import type {Process} from '../process.ts';
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

/** A zombie with all that may be a reason why it has not been reaped. */
export class Zombie {
  readonly process: Process;
  /** Its parent; undefined where the parent isn't visible from here. */
  readonly reaper: Reaper | undefined;
  /** How long ago it died, in seconds, good to some 20 ms; null where the kernel doesn't show it. */
  readonly deadForSeconds: number | null;
  /** When it died, in milliseconds since the epoch; null where that isn't known. */
  readonly diedAtMs: number | null;
  /** Whether no thread of its parent has run since the first of the parent's zombies died; null where the kernel doesn't show it. */
  readonly hasParentSlept: boolean | null;
  /** How long ago it was a zombie already, at an earlier look, in seconds; null where there was none. */
  readonly seenForSeconds: number | null;
  readonly snapshot: Snapshot;
  #waitStatus: {readonly value: number | null} | undefined;
  #lockFiles: readonly string[] | undefined;

  constructor(
    snapshot: Snapshot,
    process: Process,
    facts: Pick<Zombie, 'reaper' | 'deadForSeconds' | 'diedAtMs' | 'hasParentSlept' | 'seenForSeconds'>,
  ) {
    this.snapshot = snapshot;
    this.process = process;
    this.reaper = facts.reaper;
    this.deadForSeconds = facts.deadForSeconds;
    this.diedAtMs = facts.diedAtMs;
    this.hasParentSlept = facts.hasParentSlept;
    this.seenForSeconds = facts.seenForSeconds;
  }

  get pid(): number {
    return this.process.pid;
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
    return looksAdopted(this.snapshot, this.process);
  }

  /** Its pids in the pid namespaces inside of ours, outermost first. */
  innerPids(): readonly number[] {
    return orUndefined(this.process.status())?.nspids.slice(1) ?? [];
  }

  /** The files and links whose locks its pid keeps valid. */
  lockFiles(): readonly string[] {
    this.#lockFiles ??= lockFilesNaming(this.snapshot, this.process);
    return this.#lockFiles;
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
