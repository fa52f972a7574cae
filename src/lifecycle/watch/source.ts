import {openConnector} from '../../kernel/events/connector.ts';
import {Pidfds} from '../../kernel/events/pidfds.ts';
import type {EventSource} from '../../kernel/events/process-event.ts';
import {openTracepoints, type WantedEvents} from '../../kernel/events/tracepoints.ts';
import {type Libc, openLibc} from '../../kernel/libc.ts';
import {type Errno, found, type Read, unreadable} from '../../kernel/read.ts';
import type {SourceName} from './watch-event.ts';

/** Room for some seconds of twenty thousand short-lived processes each. */
const BUFFER_SIZE = 16 * 1024 * 1024;

/** A source that can't be had, and why. */
export interface RefusedSource {
  readonly source: SourceName;
  readonly errno: Errno;
}

/** Where the events of a watch come from. */
export interface OpenedSource {
  readonly name: SourceName;
  /** Undefined for polling. */
  readonly events: EventSource | undefined;
  /** For polling; undefined where pidfds can't be had either, as without koffi. */
  readonly pidfds: Pidfds | undefined;
  /** The better sources. */
  readonly refused: readonly RefusedSource[];
}

/** A source that has every event as it happens; undefined where none can be had, for the reasons in `refused`. */
export interface OpenedEvents {
  readonly opened: {readonly name: EventSourceName; readonly events: EventSource} | undefined;
  readonly refused: readonly RefusedSource[];
}

/** What has events; polling has none. */
export type EventSourceName = Exclude<SourceName, 'poll'>;

/** Opens the best source of events that can be had, or the one that is wanted. */
export async function openEvents(
  wanted: EventSourceName | 'auto',
  tracepoints: WantedEvents,
): Promise<OpenedEvents> {
  const libc = await openLibc();
  const refused: RefusedSource[] = [];
  for (const name of ['bpf', 'connector'] as const) {
    if (wanted !== 'auto' && wanted !== name) continue;
    const events = libc.ok ? open[name](libc.value, tracepoints) : libc;
    if (events.ok) return {opened: {name, events: events.value}, refused};
    refused.push({source: name, errno: events.errno});
  }
  return {opened: undefined, refused};
}

/** Opens the best source that can be had, or the one that is wanted. */
export async function openSource(wanted: SourceName | 'auto'): Promise<Read<OpenedSource>> {
  const {opened, refused} =
    wanted === 'poll' ? {opened: undefined, refused: []} : await openEvents(wanted, everyEvent);
  if (opened) return found({...opened, pidfds: undefined, refused});
  const [refusal] = refused;
  if (refusal && wanted !== 'auto') return unreadable(refusal.errno);
  const libc = await openLibc();
  const pidfds = libc.ok ? new Pidfds(libc.value) : undefined;
  return found({name: 'poll', events: undefined, pidfds, refused});
}

const everyEvent: WantedEvents = {
  types: ['fork', 'exec', 'exit', 'reap', 'signal', 'oom'],
  bufferSize: BUFFER_SIZE,
};

const open = {bpf: openTracepoints, connector: (libc: Libc) => openConnector(libc)};
