import assert from 'node:assert/strict';
import {test} from 'node:test';
import {doingText, stateText, waitTargetText} from './activity.ts';

test('a thread is named by its system call, or by its number where that has no name', () => {
  assert.equal(doingText({kind: 'in-call', number: 0, name: 'read'}), 'read');
  assert.equal(doingText({kind: 'in-call', number: 4711, name: undefined}), 'system call 4711');
  assert.equal(doingText({kind: 'running'}), 'running');
  assert.equal(doingText({kind: 'outside-of-calls'}), 'outside of a system call');
});

test('a sentence says whether a thread runs or where it is blocked', () => {
  assert.equal(stateText({kind: 'running'}), 'running');
  assert.equal(stateText({kind: 'in-call', number: 0, name: 'read'}), 'blocked in read');
  assert.equal(stateText({kind: 'outside-of-calls'}), 'blocked outside of a system call');
});

test('the children that a thread waits for are any, one pid or one process group', () => {
  assert.equal(waitTargetText({kind: 'any'}), 'any child');
  assert.equal(waitTargetText({kind: 'pid', pid: 4711}), 'pid 4711');
  assert.equal(waitTargetText({kind: 'process-group', pgid: 4700}), 'process group 4700');
  assert.equal(waitTargetText({kind: 'pid', pid: 5, shown: 4711}), 'pid 4711 (5 inside)');
  assert.equal(waitTargetText({kind: 'pid', pid: 5, shown: null}), 'pid 5 of its pid namespace');
});
