import type {Accompanied} from '../../lifecycle/run/accompany.ts';
import type {WaitEvent} from '../../lifecycle/run/wait-event.ts';
import {named} from '../../rules/words/named.ts';
import {waitStatusText} from '../../rules/words/wait-status.ts';
import {durationText} from '../duration.ts';

/** What is to be said of how a command ended; nothing of one that exited by itself. */
export function endLines({startedAtMs, end, timeoutSignals}: Accompanied): string[] {
  const name = nameOf(end);
  const [first, second] = timeoutSignals;
  if (first !== undefined) {
    const signals = second === undefined ? first : `${first}, then ${second}`;
    const seconds = (end.timeMs - startedAtMs) / 1000;
    return [`${name} was sent ${signals} (--timeout) and ran for ${durationText(seconds)}`];
  }
  return end.status.kind === 'signaled' ? [`${name} was ${waitStatusText(end.status)}`] : [];
}

/** A child by its name, where that could be read. */
export function nameOf({pid, comm}: WaitEvent): string {
  return comm === undefined ? `process ${pid}` : named({pid, comm});
}
