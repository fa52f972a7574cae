import type {ProcessEvent} from '../../kernel/events/process-event.ts';
import {type EventSourceName, type OpenedEvents, openEvents, type RefusedSource} from '../watch/source.ts';

/** Room for a second of ten thousand short-lived processes: as long as a look at a large machine takes. */
const BUFFER_SIZE = 2 * 1024 * 1024;

/** How long events may wait, so that one wake-up serves many: milliseconds. */
const BATCH_MS = 100;

/** Told of what happens to the processes of the machine. */
export interface EventSink {
  fork(): void;
  /** `status`: the wait status; undefined where the source doesn't have it. */
  exit(status: number | undefined): void;
  oomKill(): void;
  /** A process was reaped, so many seconds after it had exited. */
  reap(latencySeconds: number): void;
}

/** What a source of events can count. */
export interface CountableEvents {
  readonly source: EventSourceName;
  /** Whether it knows when a process is reaped. */
  readonly hasReaps: boolean;
  /** Whether it knows what the OOM killer chose. */
  readonly hasOoms: boolean;
}

/** How many events were lost; `events` is undefined where the source only knows how often that was. */
export interface Losses {
  readonly times: number;
  readonly events: number | undefined;
}

/** Counts what happens to all processes of the machine, from `start` on until it is closed. */
export class EventCounter {
  /** Undefined where no source can be had: then nothing is counted. */
  readonly countable: CountableEvents | undefined;
  readonly refused: readonly RefusedSource[];
  readonly #events: NonNullable<OpenedEvents['opened']>['events'] | undefined;
  /** When the processes exited that are not reaped yet, by pid; at most as many as there are zombies. */
  readonly #deaths = new Map<number, {readonly at: number; readonly startTicks: number | undefined}>();
  #sink: EventSink | undefined;
  #listener: {close(): void} | undefined;
  #timer: NodeJS.Timeout | undefined;
  #losses = 0;

  constructor({opened, refused}: OpenedEvents) {
    this.#events = opened?.events;
    this.refused = refused;
    this.countable = opened && {
      source: opened.name,
      hasReaps: opened.events.reaps !== 'none',
      hasOoms: opened.events.ooms,
    };
  }

  start(sink: EventSink): void {
    this.#sink = sink;
    this.#listen();
  }

  /** Takes what has happened until now. */
  drain(): void {
    this.#events?.drain(event => this.#take(event));
    const {times} = this.lost;
    // An exit that is missing would leave an earlier one of the same pid.
    if (times !== this.#losses) this.#deaths.clear();
    this.#losses = times;
  }

  get lost(): Losses {
    return this.#events?.lost() ?? {times: 0, events: 0};
  }

  close(): void {
    this.#listener?.close();
    clearTimeout(this.#timer);
    this.#events?.close();
  }

  #listen(): void {
    this.#listener = this.#events?.onEvent(() => {
      this.#listener?.close();
      this.#listener = undefined;
      this.#timer = setTimeout(() => {
        this.drain();
        this.#listen();
      }, BATCH_MS);
    });
  }

  #take(event: ProcessEvent): void {
    const {process, at} = event;
    switch (event.type) {
      case 'fork':
        this.#sink?.fork();
        break;
      case 'exit':
        this.#deaths.set(process.pid, {at, startTicks: process.startTicks});
        this.#sink?.exit(event.status);
        break;
      case 'reap':
        this.#reap(process, at);
        break;
      case 'oom':
        this.#sink?.oomKill();
    }
  }

  #reap({pid, startTicks}: ProcessEvent['process'], at: number): void {
    const death = this.#deaths.get(pid);
    this.#deaths.delete(pid);
    if (death && death.startTicks === startTicks) this.#sink?.reap(Math.max(0, at - death.at) / 1e9);
  }
}

/** Opens the best source of events that can be had, or the one that is wanted, to count them. */
export async function openEventCounter(wanted: EventSourceName | 'auto'): Promise<EventCounter> {
  return new EventCounter(
    await openEvents(wanted, {types: ['fork', 'exit', 'reap', 'oom'], bufferSize: BUFFER_SIZE}),
  );
}
