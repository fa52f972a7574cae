import {wasKilled} from '../../lifecycle/watch/filter.ts';
import type {ProcessWatchEvent, WatchEvent} from '../../lifecycle/watch/watch-event.ts';
import {signalName} from '../../parse/signals/signals.ts';
import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import {grouped} from '../../rules/words/listed.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import {durationText} from '../duration.ts';
import {killerText, senderText} from '../killer.ts';
import {printable} from '../safe-text.ts';
import type {Style} from '../style.ts';

const TYPE_WIDTH = 'reparent'.length;

/** An event in a line: the time of day, what happened, to which process, and how. */
export function watchEventText(event: WatchEvent, style: Style): string {
  const type = event.type.padEnd(TYPE_WIDTH);
  return `${style.faint(clockText(event.timeMs))}  ${paintOf(event, style)(type)}  ${whatText(event, style)}`;
}

/** "14:03:07.250", in local time. */
export function clockText(timeMs: number): string {
  const date = new Date(timeMs);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
  const [clock, ms] = [parts.map(part => padded(part, 2)).join(':'), padded(date.getMilliseconds(), 3)];
  return `${clock}.${ms}`;
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

/** The colour of an event. */
export function paintOf(event: WatchEvent, style: Style): (text: string) => string {
  if (event.type === 'lost' || event.type === 'oom' || event.type === 'zombie') return style.bad;
  if (event.type !== 'exit' || event.status === 0) return text => text;
  return wasKilled(event.status) ? style.bad : style.warning;
}

function whatText(event: WatchEvent, style: Style): string {
  if (event.type === 'lost') {
    const count = event.count === undefined ? 'events' : `${grouped(event.count)} events`;
    return `${count} lost; the processes are looked at again`;
  }
  const name = style.strong(`${printable(event.comm ?? '?')} (${event.pid})`);
  const how = howText(event);
  return how === '' ? name : `${name}  ${how}`;
}

function howText(event: ProcessWatchEvent): string {
  switch (event.type) {
    case 'fork':
      return event.ppid === undefined ? '' : `child of ${event.ppid}`;
    case 'exit':
      return `${statusText(event.status)}${event.killer ? `, ${killerText(event.killer)}` : ''}`;
    case 'reap': {
      if (event.latencySeconds !== undefined) return `${latencyText(event.latencySeconds)} after its exit`;
      return 'how late is not known';
    }
    case 'zombie':
      return `dead for ${durationText(event.deadForSeconds)}, ${statusText(event.status)}; ${event.ppid ?? 'its parent'} hasn't reaped it`;
    case 'reparent':
      return `from ${event.fromPid ?? 'an unknown parent'} to ${event.ppid ?? 'an unknown one'}`;
    case 'signal':
      return `${signalName(event.signal) ?? `signal ${event.signal}`} from ${senderText(event.sender)}`;
    case 'oom':
      return 'chosen by the OOM killer';
    case 'exec':
      return '';
  }
}

function statusText(status: number | undefined): string {
  return status === undefined ? 'exited, status unknown' : waitStatusText(decodeWaitStatus(status));
}

/** "0.4 ms", "12 ms", "1.2 s". */
export function latencyText(seconds: number): string {
  if (seconds >= 1) return durationText(seconds);
  const ms = seconds * 1000;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
