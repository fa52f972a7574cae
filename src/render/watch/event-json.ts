import type {ProcessWatchEvent, WatchEvent} from '../../lifecycle/watch/watch-event.ts';
import {signalName} from '../../parse/signals/signals.ts';
import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import type {LostEventJson, WatchEventJson} from '../contract/watch.ts';
import {isoInstant} from '../instant.ts';
import {killerJson, senderJson} from '../killer.ts';
import {waitStatusJson} from '../wait-status-json.ts';

/** An event as the JSON contract has it. */
export function watchEventJson(event: WatchEvent): WatchEventJson | LostEventJson {
  const time = isoInstant(event.timeMs) ?? '';
  if (event.type === 'lost')
    return {time, type: event.type, count: event.count ?? null, source: event.source};
  const {pid, startTicks = null, ppid = null, comm = null, source} = event;
  return {time, ...particulars(event), pid, startTicks, ppid, comm, source};
}

/** What an event has by its type. */
function particulars(event: ProcessWatchEvent) {
  const {type} = event;
  switch (type) {
    case 'exit':
      return {
        type,
        waitStatus: statusJson(event.status),
        killedBy: event.killer ? killerJson(event.killer) : null,
      };
    case 'reap':
      return {
        type,
        waitStatus: statusJson(event.status),
        reapLatencySeconds: event.latencySeconds ?? null,
      };
    case 'zombie':
      return {type, waitStatus: statusJson(event.status), deadForSeconds: event.deadForSeconds};
    case 'reparent':
      return {type, previousPpid: event.fromPid ?? null};
    case 'signal': {
      const signal = signalName(event.signal) ?? `${event.signal}`;
      return {type, signal, signalNumber: event.signal, sender: senderJson(event.sender)};
    }
    default:
      return {type};
  }
}

function statusJson(status: number | undefined) {
  return status === undefined ? null : waitStatusJson(decodeWaitStatus(status));
}
