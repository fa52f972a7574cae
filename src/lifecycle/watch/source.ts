import {openConnector} from '../../kernel/events/connector.ts';
import {Pidfds} from '../../kernel/events/pidfds.ts';
import type {EventSource} from '../../kernel/events/process-event.ts';
import {openTracepoints} from '../../kernel/events/tracepoints.ts';
import {openLibc} from '../../kernel/libc.ts';
import {type Errno, found, type Read} from '../../kernel/read.ts';
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

/** Opens the best source that can be had, or the one that is wanted. */
export async function openSource(wanted: SourceName | 'auto'): Promise<Read<OpenedSource>> {
  const libc = await openLibc();
  const refused: RefusedSource[] = [];
  for (const name of ['bpf', 'connector'] as const) {
    if (wanted !== 'auto' && wanted !== name) continue;
    const events = libc.ok ? open[name](libc.value) : libc;
    if (events.ok) return found({name, events: events.value, pidfds: undefined, refused});
    if (wanted === name) return events;
    refused.push({source: name, errno: events.errno});
  }
  const pidfds = libc.ok ? new Pidfds(libc.value) : undefined;
  return found({name: 'poll', events: undefined, pidfds, refused});
}

const types = ['fork', 'exec', 'exit', 'reap', 'signal', 'oom'] as const;

const open = {
  bpf: (libc: Parameters<typeof openTracepoints>[0]) =>
    openTracepoints(libc, {types, bufferSize: BUFFER_SIZE}),
  connector: openConnector,
};
