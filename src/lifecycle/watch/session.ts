import {type EventFilter, isShown} from './filter.ts';
import type {NameTest} from './name-test.ts';
import type {ParentRecord} from './parents.ts';
import type {OpenedSource} from './source.ts';
import {Totals} from './totals.ts';
import type {ProcessTable, Tracked} from './tracked.ts';
import {Watch} from './watch.ts';
import type {WatchEvent} from './watch-event.ts';

/** Processes by their pids now, and those that go by a name, also later. */
export interface WatchSubject {
  readonly pids: readonly number[];
  readonly name: NameTest | undefined;
}

/** What a session watches, and when it ends. */
export interface SessionRequest {
  readonly source: OpenedSource;
  readonly table: ProcessTable;
  /** The processes that are watched with their descendants; undefined: all. */
  readonly subject: WatchSubject | undefined;
  readonly filter: EventFilter;
  /** Ends after so many events that are shown. */
  readonly count: number | undefined;
  /** The watch ends when one of these processes has exited. */
  readonly until: WatchSubject | undefined;
  /** Told of every event. */
  readonly observe: (event: WatchEvent) => void;
  /** Told of the events that are shown. */
  readonly take: (event: WatchEvent) => void;
  readonly pause: () => void;
  /** See `WatchRequest.isHeld`. */
  readonly isHeld: () => boolean;
}

/** Watches until something ends it; what it saw is there afterwards, too. */
export class Session {
  readonly source: OpenedSource;
  readonly watch: Watch;
  readonly totals = new Totals();
  readonly beganAt = Date.now();
  readonly #request: SessionRequest;
  /** The processes whose exit ends the session. */
  readonly #awaited = new Set<number>();
  #shown = 0;
  #end: () => void = () => {};

  constructor(request: SessionRequest) {
    const {source, table, subject, pause, isHeld} = request;
    this.#request = request;
    this.source = source;
    this.watch = new Watch({
      source,
      table,
      scope: {all: subject === undefined, wants: subject?.name ?? (() => false)},
      isMember: ({pid, comm}) => subject === undefined || isOf(subject, pid, comm),
      take: event => this.#take(event),
      isHeld,
      pause: () => {
        pause();
        // For a name, others may come.
        if (subject && !subject.name && this.watch.tracker.registry.size === 0) this.#end();
      },
    });
  }

  /** Begins, and calls `begun`; resolves when the session has to end, also where `ended` resolves. */
  async run(ended: Promise<void>, begun: () => void): Promise<void> {
    const enough = new Promise<void>(resolve => {
      this.#end = resolve;
    });
    try {
      this.watch.start();
      for (const {pid, comm} of this.living()) this.#await(pid, comm);
      begun();
      await Promise.race([ended, enough]);
    } finally {
      this.watch.close();
    }
    this.#request.pause();
  }

  /** Which events are shown. */
  get filter(): EventFilter {
    return this.#request.filter;
  }

  /** The processes that are watched now, and live. */
  living(): Tracked[] {
    return this.watch.tracker.registry.all().filter(({diedAt}) => diedAt === undefined);
  }

  /** The processes that were asked for, without their descendants; none where the whole machine is watched. */
  asked(): Tracked[] {
    const {subject} = this.#request;
    return subject ? this.living().filter(({pid, comm}) => isOf(subject, pid, comm)) : [];
  }

  /** What became of the children of each parent that had or lost one, or has a zombie. */
  parents(): readonly ParentRecord[] {
    const {parents, registry} = this.watch.tracker;
    const busy = parents.all();
    const idle = [...this.zombies().keys()].filter(ppid => !busy.some(({pid}) => pid === ppid));
    const unknown = {startTicks: undefined, comm: undefined};
    return [
      ...busy,
      ...idle.flatMap(pid => (pid === undefined ? [] : parents.of(registry.get(pid) ?? {pid, ...unknown}))),
    ];
  }

  /** The processes that are dead and not reaped, by the pid of the parent. */
  zombies(): ReadonlyMap<number | undefined, readonly Tracked[]> {
    const byParent = new Map<number | undefined, Tracked[]>();
    for (const tracked of this.watch.tracker.registry.dead)
      byParent.set(tracked.ppid, [...(byParent.get(tracked.ppid) ?? []), tracked]);
    return byParent;
  }

  #take(event: WatchEvent): void {
    const {filter, count, take, observe} = this.#request;
    observe(event);
    // What comes after the last one that was asked for is not asked for.
    if (count !== undefined && this.#shown >= count) return;
    this.totals.add(event);
    if (isShown(event, filter)) {
      this.#shown++;
      take(event);
    }
    if (event.type === 'exec') this.#await(event.pid, event.comm);
    if (event.type === 'exit' && this.#awaited.delete(event.pid)) this.#end();
    if (count !== undefined && this.#shown >= count) this.#end();
  }

  #await(pid: number, comm: string | undefined): void {
    const {until} = this.#request;
    if (until && isOf(until, pid, comm)) this.#awaited.add(pid);
  }
}

function isOf({pids, name}: WatchSubject, pid: number, comm: string | undefined): boolean {
  return pids.includes(pid) || name?.(pid, comm) === true;
}
