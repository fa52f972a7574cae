import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Freshness} from '../../snapshot/scripts/freshness.ts';
import type {ProcessWatchEvent} from '../watch/watch-event.ts';
import {Guard} from './guard.ts';

const common = {timeMs: 0, startTicks: 1, comm: 'python3', source: 'bpf'} as const;
const fork = (pid: number, ppid: number): ProcessWatchEvent => ({...common, type: 'fork', pid, ppid});
const exec = (pid: number): ProcessWatchEvent => ({...common, type: 'exec', pid, ppid: 1});
const exit = (pid: number, ppid: number, status: number | undefined = 0): ProcessWatchEvent => ({
  ...common,
  ...{type: 'exit', pid, ppid, status, killer: undefined},
});

/** A guard of the script that the processes `running` run. */
function guardOf(running: number[], freshness = new Map<number, Freshness>()) {
  const runs = new Set(running);
  const look = (pid: number) => {
    const known = freshness.get(pid);
    return known && {freshness: known, reason: null, comm: 'python3'};
  };
  const guard = new Guard(pid => runs.has(pid), look);
  for (const pid of running) guard.seed(pid, undefined);
  return {guard, runs};
}

/** Which of these events raise an alarm. */
function alarmsOf(guard: Guard, ...events: ProcessWatchEvent[]): number[] {
  return events.flatMap(event => (guard.take(event) ? [event.pid] : []));
}

describe('a guarded script', () => {
  it('has died when its process exits, however that was', () => {
    for (const status of [0, 9, undefined]) {
      assert.deepEqual(alarmsOf(guardOf([10]).guard, exit(10, 1, status)), [10]);
    }
  });

  it('has died when its first process is killed, though workers of it go on', () => {
    assert.deepEqual(alarmsOf(guardOf([10]).guard, fork(11, 10), exit(10, 1, 9)), [10]);
  });

  it('has not died when a worker or a command of it exits', () => {
    const {guard} = guardOf([10]);
    const events = [fork(11, 10), fork(12, 10), exec(12), exit(12, 10, 0x100), exit(11, 10, 9)];
    assert.deepEqual(alarmsOf(guard, ...events), []);
    assert.equal(guard.count, 1);
  });

  it('has not died when it leaves its parent behind as a daemon does, but then', () => {
    const {guard} = guardOf([10]);
    assert.deepEqual(alarmsOf(guard, fork(11, 10), exit(10, 1), fork(12, 11), exit(11, 1)), []);
    assert.deepEqual(alarmsOf(guard, exit(12, 1)), [12]);
  });

  it('is guarded again when it is started again', () => {
    const {guard, runs} = guardOf([10]);
    assert.deepEqual(alarmsOf(guard, exit(10, 1)), [10]);
    runs.add(20);
    assert.deepEqual(alarmsOf(guard, exec(20), exit(20, 1)), [20]);
  });

  it('is replaced or deleted on disk once, and not if it was so before', () => {
    const freshness = new Map<number, Freshness>([
      [10, 'fresh'],
      [20, 'stale'],
    ]);
    const {guard} = guardOf([10, 20], freshness);
    const causes = () => {
      const cause = guard.lookAtCode();
      return cause && cause.kind !== 'exit' ? [`${cause.kind} ${cause.pid}`] : [];
    };
    assert.deepEqual(causes(), []);
    freshness.set(10, 'stale');
    assert.deepEqual(causes(), ['replaced 10']);
    assert.deepEqual(causes(), []);
    freshness.set(10, 'unknown');
    assert.deepEqual(causes(), []);
    freshness.set(10, 'deleted');
    assert.deepEqual(causes(), ['deleted 10']);
  });
});
