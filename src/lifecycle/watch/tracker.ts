import {termSignal, waitKind} from '../../parse/wait-status/wait-macros.ts';
import type {Sender} from '../killers/killer.ts';
import {Killers} from '../killers/killers.ts';
import {type ParentRecord, Parents} from './parents.ts';
import {Registry} from './registry.ts';
import type {Tracked} from './tracked.ts';
import type {ProcessWatchEvent, SourceName, WatchEvent} from './watch-event.ts';

/** When something happened, in nanoseconds of CLOCK_MONOTONIC, and by what that is known. */
export interface Occasion {
  readonly at: number;
  readonly source: SourceName;
}

export interface TrackerOptions {
  /** From when on all signals are seen, in clock ticks since boot. */
  readonly watchedSince: number;
  /** Milliseconds since the epoch, of nanoseconds of CLOCK_MONOTONIC. */
  readonly epochMs: (at: number) => number;
  readonly emit: (event: WatchEvent) => void;
  /** Looks at a process that isn't watched. */
  readonly look: (pid: number) => Pick<Tracked, 'startTicks' | 'comm'> | undefined;
}

/** What an event has besides what is known of its process. */
type Particulars = ProcessWatchEvent extends infer E
  ? E extends ProcessWatchEvent
    ? Omit<E, 'timeMs' | 'pid' | 'startTicks' | 'ppid' | 'comm' | 'source'>
    : never
  : never;

/** The processes that are watched, what became of them, and the events that report it. */
export class Tracker {
  readonly registry = new Registry();
  readonly parents: Parents;
  readonly killers: Killers;
  readonly #options: TrackerOptions;

  constructor(options: TrackerOptions) {
    this.#options = options;
    this.killers = new Killers(options.watchedSince);
    this.parents = new Parents(options.look);
  }

  /** A new process. */
  born(tracked: Tracked, occasion: Occasion): void {
    this.registry.add(tracked);
    this.#parentOf(tracked, parent => parent.born++);
    this.#emit(tracked, {type: 'fork'}, occasion);
  }

  exec(tracked: Tracked, occasion: Occasion): void {
    tracked.forkedWithoutExec = false;
    this.#emit(tracked, {type: 'exec'}, occasion);
  }

  /** @param status the wait status, undefined where it isn't known */
  exit(tracked: Tracked, status: number | undefined, occasion: Occasion): void {
    if (tracked.diedAt !== undefined) return;
    tracked.diedAt = occasion.at;
    tracked.status = status;
    this.registry.die(tracked);
    this.#parentOf(tracked, parent => parent.exited++);
    const isKilled = status !== undefined && waitKind.linux(status) === 'signaled';
    const killer = isKilled ? this.killers.killerOf(tracked, termSignal(status)) : undefined;
    this.#emit(tracked, {type: 'exit', status, killer}, occasion);
  }

  /**
   * It was reaped.
   * @param seen what is known of that: `exactly` where the occasion is that of the reaping, and not of a later look
   */
  reap(
    tracked: Tracked,
    seen: {readonly exactly: boolean; readonly status?: number | undefined},
    occasion: Occasion,
  ): void {
    if (tracked.diedAt === undefined) this.exit(tracked, seen.status, occasion);
    const {diedAt} = tracked;
    const latencySeconds =
      seen.exactly && typeof diedAt === 'number' ? Math.max(0, occasion.at - diedAt) / 1e9 : undefined;
    this.#parentOf(tracked, parent => {
      parent.reaped++;
      if (latencySeconds !== undefined) parent.latencies.add(latencySeconds);
    });
    const status = tracked.status ?? seen.status;
    this.#emit(tracked, {type: 'reap', latencySeconds, status}, occasion);
    this.registry.remove(tracked);
    this.killers.forget(tracked.pid);
    this.parents.leave(tracked.pid);
  }

  /** A process has been dead for so long, and nothing reaped it. */
  zombie(tracked: Tracked, deadForSeconds: number, occasion: Occasion): void {
    tracked.reported = true;
    this.#emit(tracked, {type: 'zombie', deadForSeconds, status: tracked.status}, occasion);
  }

  reparent(tracked: Tracked, ppid: number, occasion: Occasion): void {
    const fromPid = tracked.ppid;
    this.registry.move(tracked, ppid);
    this.#emit(tracked, {type: 'reparent', fromPid}, occasion);
  }

  chosenByOom(tracked: Tracked, occasion: Occasion): void {
    this.#emit(tracked, {type: 'oom'}, occasion);
  }

  signalled(tracked: Tracked, signal: number, sender: Sender, occasion: Occasion): void {
    this.#emit(tracked, {type: 'signal', signal, sender}, occasion);
  }

  /** A process got one SIGCHLD for two children. */
  mergedSigchld(tracked: Tracked): void {
    this.parents.of(tracked).merged++;
  }

  /** Events were lost, so many where that is known. */
  lost(count: number | undefined, {at, source}: Occasion): void {
    this.#options.emit({type: 'lost', timeMs: this.#options.epochMs(at), count, source});
  }

  #emit(tracked: Tracked, particulars: Particulars, {at, source}: Occasion): void {
    const {pid, startTicks, ppid, comm} = tracked;
    const timeMs = this.#options.epochMs(at);
    this.#options.emit({timeMs, pid, startTicks, ppid, comm, source, ...particulars});
  }

  #parentOf({ppid}: Tracked, note: (parent: ParentRecord) => void): void {
    if (ppid === undefined) return;
    note(this.parents.of(this.registry.get(ppid) ?? {pid: ppid, startTicks: undefined, comm: undefined}));
  }
}
