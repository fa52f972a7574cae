import assert from 'node:assert/strict';
import {test} from 'node:test';
import {blockedText, queueText, waiterName} from './lock-waiters.ts';

const unplaced = {mode: null, start: null, end: null, depth: null, behind: null};
const [first, second] = [
  {...unplaced, pid: 101, comm: 'flock'},
  {...unplaced, pid: 102, comm: 'cp'},
] as const;
const unknown = {...unplaced, pid: null, comm: null};

test('a waiter is named as far as it is known', () => {
  assert.equal(waiterName(first), 'flock (101)');
  assert.equal(waiterName({pid: 103, comm: null}), 'process 103');
  assert.equal(waiterName(unknown), 'an unknown process');
});

test('each waiter has its own time, where that is known and a second at least', () => {
  const waited = (pid: number) => (pid === 101 ? 3.7 : null);
  assert.equal(blockedText({waiters: [first]}, waited), 'flock (101) has been blocked for at least 3 s');
  assert.equal(
    blockedText({waiters: [first]}, () => 0.4),
    'flock (101) is blocked',
  );
  assert.equal(
    blockedText({waiters: [first, second, unknown]}, waited),
    'flock (101) for at least 3 s, cp (102) and an unknown process are blocked',
  );
});

test('a queue is counted', () => {
  assert.equal(queueText({waiters: []}), '');
  assert.equal(queueText({waiters: [first]}), ', and 1 process waits for it');
  assert.equal(queueText({waiters: [first, second]}), ', and 2 processes wait for it');
});
