import {waitKind} from '../../parse/wait-status/wait-macros.ts';
import type {WatchEvent} from './watch-event.ts';

/** What can be asked for: a type of event, or what has to do with being killed. */
export const eventKinds = [
  'fork',
  'exec',
  'exit',
  'reap',
  'reparent',
  'zombie',
  'signal',
  'oom',
  'kill',
] as const;

export type EventKind = (typeof eventKinds)[number];

/** Which events are shown. Lost events always are. */
export interface EventFilter {
  /** Undefined: all. */
  readonly only: ReadonlySet<EventKind> | undefined;
  /** Of exits, only those that are not known to be with status 0. */
  readonly failedOnly: boolean;
}

export function isShown(event: WatchEvent, {only, failedOnly}: EventFilter): boolean {
  if (event.type === 'lost') return true;
  if (failedOnly && event.type === 'exit' && event.status === 0) return false;
  if (only === undefined) return true;
  return only.has(event.type) || (only.has('kill') && isAboutKilling(event));
}

function isAboutKilling(event: WatchEvent): boolean {
  if (event.type === 'exit') return wasKilled(event.status);
  return event.type === 'signal' || event.type === 'oom';
}

/** Whether a wait status is that of a process which a signal killed. */
export function wasKilled(status: number | undefined): boolean {
  return status !== undefined && waitKind.linux(status) === 'signaled';
}
