import assert from 'node:assert/strict';
import {it} from 'node:test';
import type {Accompanied} from '../../lifecycle/run/accompany.ts';
import type {Death} from '../../lifecycle/run/death.ts';
import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import {endLines} from './end-text.ts';

/** What is said of a command that SIGKILL ended, where nobody is known to have sent it. */
function saidOf(unseen: Death['unseen']): readonly string[] {
  const end = {pid: 4711, comm: 'make', status: decodeWaitStatus(9), timeMs: 0} as Accompanied['end'];
  const death: Death = {killer: undefined, isPassedOn: false, unseen, reason: undefined};
  return endLines({startedAtMs: 0, end, death, timedOut: false, timeoutSignals: []} as never);
}

const UNKNOWN = 'make (4711) was killed by SIGKILL (signal 9), sender unknown';

it('why no sender is known is said: none was seen, the command died too early, or seeing one is refused', () => {
  assert.deepEqual(saidOf(undefined), [UNKNOWN]);
  assert.deepEqual(saidOf({kind: 'too-early', watchedFromMs: 100}), [
    `${UNKNOWN} (senders are watched from 0.1 s after the start on)`,
  ]);
  assert.deepEqual(saidOf({kind: 'refused', errno: 'EPERM'}), [
    `${UNKNOWN} (seeing it takes root, or CAP_BPF and CAP_PERFMON)`,
  ]);
  assert.deepEqual(saidOf({kind: 'refused', errno: 'EXDEV'}), [
    `${UNKNOWN} (not visible from inside a pid namespace)`,
  ]);
});
