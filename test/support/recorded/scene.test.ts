import assert from 'node:assert/strict';
import {test} from 'node:test';
import {scene} from './scene.ts';

test('a scene is what was recorded, and an edit makes another', () => {
  const never = scene('never-waits');
  const parent = never.number('parent');
  assert.equal(never.snapshot().find(parent)?.comm, 'never-waits');
  const twin = never.with(`${parent}/stat`, line => line.replace('never-waits', 'sometimes'));
  assert.equal(twin.snapshot().find(parent)?.comm, 'sometimes');
  assert.equal(never.snapshot().find(parent)?.comm, 'never-waits');
});

test('a process that is taken out is neither listed nor found', () => {
  const never = scene('never-waits');
  const [first = 0, second = 0] = never.numbers('zombies');
  const pids = never
    .without(first)
    .snapshot()
    .processes()
    .map(({pid}) => pid);
  assert.deepEqual([pids.includes(first), pids.includes(second)], [false, true]);
});

test('an edit that changes nothing fails the test', () => {
  const never = scene('never-waits');
  assert.throws(() => never.with('1/stat', () => 'x'), /changes nothing/);
  assert.throws(() => never.with(/\/stat$/, line => line), /changes nothing/);
  assert.throws(() => never.withErrno('1/exe', 'EACCES'), /changes nothing/);
  assert.throws(() => never.without(1), /changes nothing/);
});
