import {orUndefined} from '../../kernel/read.ts';
import {looksAdopted} from '../families/looks-adopted.ts';
import {once} from '../once.ts';
import type {Process} from '../process.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Reaper} from './reaper.ts';

/** Every zombie is normal for a moment; a parent that reaps does it well within this. */
const SETTLED_AFTER_SECONDS = 1;

/** A zombie with all that bears on why it has not been reaped. */
export class Zombie {
  readonly process: Process;
  /** Its parent; undefined where that is not visible from here. */
  readonly reaper: Reaper | undefined;
  /** How long ago it died, in seconds, good to some 20 ms; null where the kernel does not tell. */
  readonly deadForSeconds: number | null;
  /** Whether it was a zombie already at an earlier look. */
  readonly wasSeenBefore: boolean;
  readonly #snapshot: Snapshot;

  constructor(
    snapshot: Snapshot,
    process: Process,
    facts: Pick<Zombie, 'reaper' | 'deadForSeconds' | 'wasSeenBefore'>,
  ) {
    this.#snapshot = snapshot;
    this.process = process;
    this.reaper = facts.reaper;
    this.deadForSeconds = facts.deadForSeconds;
    this.wasSeenBefore = facts.wasSeenBefore;
  }

  get pid(): number {
    return this.process.pid;
  }

  /**
   * The wait status in waitpid(2)'s layout: field 52 of stat. The kernel prints 0 there to those it denies
   * ptrace read access, so a 0 counts only where something else may be read that takes the same.
   */
  readonly waitStatus = once((): number | null => {
    const {exitCode} = this.process.stat;
    return exitCode !== 0 || this.#grantsPtraceRead() ? exitCode : null;
  });

  /**
   * readlink(2) of exe takes the very access that field 52 does (PTRACE_MODE_READ_FSCREDS). Where it is granted,
   * the link fails for want of a program: ENOENT, as it would of a process that is gone.
   */
  #grantsPtraceRead(): boolean {
    const exe = this.#snapshot.source.procfs.link(`${this.pid}/exe`);
    const granted = exe.ok || (exe.errno === 'ENOENT' && this.process.isStillThere());
    if (!granted && !exe.ok) this.#snapshot.ledger.note('wait status', exe.errno, this.pid);
    return granted;
  }

  /** The process that traces it; undefined where it is not traced. */
  readonly tracer = once((): Process | undefined => {
    const tracerTid = this.process.tracerPid() ?? 0;
    const tracer = tracerTid === 0 ? undefined : this.#snapshot.find(tracerTid);
    const tgid = tracer && orUndefined(tracer.status())?.tgid;
    return tgid === undefined ? tracer : this.#snapshot.find(tgid);
  });

  /** Whether its parent, where it is a subreaper, probably adopted it. */
  readonly looksAdopted = once((): boolean => looksAdopted(this.#snapshot, this.process));

  /** Its pids in the pid namespaces inside of ours, outermost first. */
  readonly innerPids = once(
    (): readonly number[] => orUndefined(this.process.status())?.nspids.slice(1) ?? [],
  );

  /**
   * Whether it has been dead for longer than a parent that reaps at all would take, under load too. An earlier
   * look may have been a moment ago, so it counts only where the age is not told.
   */
  get isSettled(): boolean {
    return this.deadForSeconds === null ? this.wasSeenBefore : this.deadForSeconds >= SETTLED_AFTER_SECONDS;
  }
}
