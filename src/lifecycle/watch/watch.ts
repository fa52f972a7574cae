import {ticksSinceBoot} from '../../kernel/events/uptime.ts';
import {Intake, type Scope} from './intake.ts';
import {
  family,
  lookAgain,
  lookForMissing,
  lookForParents,
  lookForReaped,
  lookForZombies,
  takeExited,
} from './look.ts';
import type {OpenedSource} from './source.ts';
import {type ProcessTable, type Row, type Tracked, trackedOf} from './tracked.ts';
import {Tracker} from './tracker.ts';
import type {WatchEvent} from './watch-event.ts';

/** How long events may wait, so that one wake-up serves many: milliseconds. */
const BATCH_MS = 20;
/** How often the processes are looked at for what has no event: milliseconds. */
const LOOK_MS = 100;
/** How often those that are gone without an event are looked for: milliseconds. */
const LOOK_FOR_MISSING_MS = 1000;
/** Looking takes no more than this part of the time. */
const MOST_OF_TIME = 0.1;

/** A difference between two clocks that is no rounding: milliseconds. */
const CLOCK_STEP_MS = 50;

/** What is watched, and who is told. */
export interface WatchRequest {
  readonly source: OpenedSource;
  readonly table: ProcessTable;
  readonly scope: Scope;
  /** Whether a process that is there is watched, with its descendants. */
  readonly isMember: (row: Row) => boolean;
  readonly take: (event: WatchEvent) => void;
  /** Called after events were taken, and now and then. */
  readonly pause: () => void;
  /** Whether events wait where they come from, since nobody takes more: what finds no room there is lost, and counted. */
  readonly isHeld: () => boolean;
}

/** A watch of processes, from `start` on until it is closed. */
export class Watch {
  readonly tracker: Tracker;
  /** How many processes were there when it began. */
  seeded = 0;
  /** How many events were lost; undefined: some, and nobody knows how many. */
  lost: number | undefined = 0;
  readonly #request: WatchRequest;
  #intake: Intake | undefined;
  #listener: {close(): void} | undefined;
  #timers: NodeJS.Timeout[] = [];
  #losses = 0;
  #missing: ReadonlySet<Tracked> = new Set();
  /** What CLOCK_MONOTONIC counts from, in milliseconds since the epoch. */
  #epochAtZero = Date.now() - now() / 1e6;
  #nextLook = 0;

  constructor(request: WatchRequest) {
    this.#request = request;
    this.tracker = new Tracker({
      watchedSince: ticksSinceBoot(),
      epochMs: at => this.#epochAtZero + at / 1e6,
      emit: request.take,
      look: pid => request.table.one(pid),
    });
  }

  /** Learns which processes are there, and begins. */
  start(): void {
    const {table, isMember, source} = this.#request;
    const members = family(table.all() ?? [], isMember).filter(({pid}) => pid !== process.pid);
    for (const row of members) this.tracker.registry.add(trackedOf(row));
    this.seeded = members.length;
    const {scope} = this.#request;
    this.#intake = new Intake(this.tracker, table, {scope, source: source.name, lookedAt: now()});
    this.#look(now());
    this.#timers.push(setInterval(() => this.#turn(), LOOK_MS));
    if (source.events) this.#timers.push(setInterval(() => this.#lookForMissing(), LOOK_FOR_MISSING_MS));
    this.#listen();
  }

  /** Takes what has happened until now, and ends. */
  close(): void {
    this.#drain();
    this.#listener?.close();
    for (const timer of this.#timers) clearInterval(timer);
    const {events, pidfds} = this.#request.source;
    events?.close();
    pidfds?.close();
  }

  #listen(): void {
    this.#listener = this.#request.source.events?.onEvent(() => {
      this.#listener?.close();
      this.#listener = undefined;
      const timer = setTimeout(() => {
        this.#timers = this.#timers.filter(one => one !== timer);
        if (!this.#request.isHeld()) this.#drain();
        this.#request.pause();
        this.#listen();
      }, BATCH_MS);
      this.#timers.push(timer);
    });
  }

  #turn(): void {
    const epochAtZero = Date.now() - now() / 1e6;
    // Somebody has set the clock; the rest is rounding.
    if (Math.abs(epochAtZero - this.#epochAtZero) > CLOCK_STEP_MS) this.#epochAtZero = epochAtZero;
    if (this.#request.isHeld()) return;
    this.#drain();
    this.#look(now());
    this.#request.pause();
  }

  #drain(): void {
    const {events, name} = this.#request.source;
    if (!events) return;
    events.drain(event => this.#intake?.take(event));
    const {times, events: lost} = events.lost();
    if (times === this.#losses) return;
    this.#losses = times;
    const more = lost === undefined ? undefined : lost - (this.lost ?? 0);
    this.lost = lost;
    const at = now();
    this.tracker.lost(more, {at, source: name});
    this.tracker.killers.missedSome(ticksSinceBoot());
    this.#lookAgain(at);
  }

  #lookForMissing(): void {
    if (this.#request.isHeld()) return;
    const {table, source} = this.#request;
    this.#drain();
    const occasion = {at: now(), source: source.name};
    this.#missing = lookForMissing(this.tracker, table, this.#missing, occasion);
  }

  #lookAgain(at: number): void {
    const {table, scope, source} = this.#request;
    const isSeenToExit = (pid: number) => source.pidfds?.has(pid) === true;
    lookAgain(this.tracker, table, {scope, at, isSeenToExit});
    if (this.#intake) this.#intake.lookedAt = at;
  }

  /** Looks for what the source has no event for. */
  #look(at: number): void {
    const {source, table} = this.#request;
    const occasion = {at, source: source.name};
    if (source.pidfds) takeExited(this.tracker, table, source.pidfds.exited(), occasion);
    if (source.name === 'poll' && at >= this.#nextLook) {
      this.#lookAgain(at);
      const took = now() - at;
      this.#nextLook = at + took / MOST_OF_TIME;
      this.#openPidfds();
    }
    if (source.events?.reaps === 'none') lookForReaped(this.tracker, table, occasion);
    lookForParents(this.tracker, table, occasion);
    lookForZombies(this.tracker, table, occasion);
  }

  /** A pidfd for each process, as far as procdoc may have descriptors open. */
  #openPidfds(): void {
    const {pidfds} = this.#request.source;
    if (!pidfds) return;
    for (const {pid} of this.tracker.registry.all()) {
      if (!pidfds.has(pid) && pidfds.add(pid).ok === false) return;
    }
  }
}

/** Nanoseconds of CLOCK_MONOTONIC. */
function now(): number {
  return Number(process.hrtime.bigint());
}
