import {wasKilled} from './filter.ts';
import type {WatchEvent, WatchEventType} from './watch-event.ts';

/** How many events of each type there were, and how the processes exited. */
export class Totals {
  readonly events: Record<WatchEventType, number> = {
    fork: 0,
    exec: 0,
    exit: 0,
    reap: 0,
    reparent: 0,
    zombie: 0,
    signal: 0,
    oom: 0,
    lost: 0,
  };
  killed = 0;
  /** With another status than 0. */
  failed = 0;
  /** With a status that isn't known. */
  unknown = 0;

  add(event: WatchEvent): void {
    this.events[event.type]++;
    if (event.type !== 'exit') return;
    if (event.status === undefined) this.unknown++;
    else if (wasKilled(event.status)) this.killed++;
    else if (event.status !== 0) this.failed++;
  }
}
