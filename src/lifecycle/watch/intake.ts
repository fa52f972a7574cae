import type {EventProcess, ProcessEvent} from '../../kernel/events/process-event.ts';
import {decodeText} from '../../parse/text.ts';
import {senderOf} from '../killers/killer.ts';
import {isSameStart, type ProcessTable, type Tracked} from './tracked.ts';
import type {Occasion, Tracker} from './tracker.ts';
import type {SourceName} from './watch-event.ts';

const SIGCHLD = 17;

/** Which processes are watched. */
export interface Scope {
  /** Every process of the machine; else those that were added first, their descendants, and those that `wants` takes. */
  readonly all: boolean;
  /** Whether a process that has called execve(2) is one of those that are asked for by name. */
  readonly wants: (pid: number, comm: string | undefined) => boolean;
}

/** Turns what a source says into what happened to the processes that are watched. */
export class Intake {
  readonly #tracker: Tracker;
  readonly #table: ProcessTable;
  readonly #scope: Scope;
  readonly #source: SourceName;
  /** When all processes were looked at last, so that earlier events are known: nanoseconds of CLOCK_MONOTONIC. */
  lookedAt: number;

  constructor(
    tracker: Tracker,
    table: ProcessTable,
    {
      scope,
      source,
      lookedAt,
    }: {readonly scope: Scope; readonly source: SourceName; readonly lookedAt: number},
  ) {
    this.#tracker = tracker;
    this.#table = table;
    this.#scope = scope;
    this.#source = source;
    this.lookedAt = lookedAt;
  }

  take(event: ProcessEvent): void {
    const {process: subject, at} = event;
    if (subject.pid === process.pid) return;
    const occasion = {at, source: this.#source};
    this.#tracker.killers.note(event);
    if (event.type === 'fork') this.#fork(subject, event.ppid, occasion);
    else if (event.type === 'exec') this.#exec(subject, occasion);
    else {
      const tracked = this.#known(subject);
      if (tracked) this.#takeOf(tracked, event, occasion);
    }
  }

  #takeOf(tracked: Tracked, event: Exclude<ProcessEvent, {type: 'fork' | 'exec'}>, occasion: Occasion): void {
    switch (event.type) {
      case 'exit':
        if (event.ppid !== undefined && event.ppid !== tracked.ppid)
          this.#tracker.reparent(tracked, event.ppid, occasion);
        this.#tracker.exit(tracked, event.status ?? this.#table.one(tracked.pid)?.status, occasion);
        break;
      case 'reap':
        this.#tracker.reap(tracked, {exactly: true}, occasion);
        break;
      case 'oom':
        this.#tracker.chosenByOom(tracked, occasion);
        break;
      case 'signal':
        this.#signal(tracked, event, occasion);
    }
  }

  #fork(child: EventProcess, ppid: number, occasion: Occasion): void {
    const before = this.#tracker.registry.get(child.pid);
    if (before && occasion.at < this.lookedAt) return;
    // A pid is only given again once the process that had it was reaped.
    if (before) this.#tracker.reap(before, {exactly: false}, occasion);
    const parent = this.#tracker.registry.get(ppid);
    if (ppid === process.pid || !(this.#scope.all || parent)) return;
    const comm = nameOf(child) ?? parent?.comm;
    this.#tracker.born({...unseen(child), comm, ppid, forkedWithoutExec: true}, occasion);
  }

  #exec(subject: EventProcess, occasion: Occasion): void {
    const known = this.#known(subject);
    if (!known && !this.#scope.all && !this.#scope.wants(subject.pid, nameOf(subject))) return;
    // Only where the source doesn't have the name is the process looked at, and it may be gone by then.
    const row = known && subject.comm !== undefined ? undefined : this.#table.one(subject.pid);
    const comm = nameOf(subject) ?? row?.comm ?? known?.comm;
    const startTicks = subject.startTicks ?? row?.startTicks;
    const tracked = known ?? {...unseen(subject), comm, ppid: row?.ppid, forkedWithoutExec: false};
    if (!known) this.#tracker.registry.add(tracked);
    Object.assign(tracked, {comm, startTicks: tracked.startTicks ?? startTicks});
    this.#tracker.exec(tracked, occasion);
  }

  /** Signals of other processes; of SIGCHLD, only how many were merged. */
  #signal(
    tracked: Tracked,
    {signal, result, sender}: ProcessEvent & {type: 'signal'},
    occasion: Occasion,
  ): void {
    const isOthers = sender && sender.pid !== tracked.pid && !sender.exiting;
    if (signal === SIGCHLD && result === 'merged') this.#tracker.mergedSigchld(tracked);
    else if (isOthers) this.#tracker.signalled(tracked, signal, senderOf(sender), occasion);
  }

  #known({pid, startTicks}: EventProcess): Tracked | undefined {
    const tracked = this.#tracker.registry.get(pid);
    return tracked && isSameStart(tracked.startTicks, startTicks || undefined) ? tracked : undefined;
  }
}

function unseen({pid, startTicks}: EventProcess) {
  return {pid, startTicks, diedAt: undefined, status: undefined, reported: false};
}

function nameOf({comm}: EventProcess): string | undefined {
  return comm === undefined ? undefined : decodeText(Buffer.from(comm, 'latin1'));
}
