import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField, statusLine, withNothingIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {ignoredTooLate} from './ignored-too-late.ts';

const recorded = scene('ignored-too-late');
const parent = recorded.number('parent');

test('a zombie of a parent that ignores SIGCHLD died before it did', async () => {
  const outermost = recorded.withLink('self/ns/pid', 'pid:[4026531836]');
  assert.equal(await whyZombies(outermost), 'zombies/ignored-too-late, proven');
});

test('inside of a pid namespace, a tracer outside may keep the zombie, and is not named: likely', async () => {
  const inside = recorded.withLink('self/ns/pid', 'pid:[4026532001]');
  assert.equal(await whyZombies(inside), 'zombies/ignored-too-late, likely');
});

test('a child that was cloned with another exit signal is not reaped by the kernel either', async () => {
  const [pid = 0] = recorded.numbers('zombies');
  const [{zombie}] = await judgedZombies(recorded.with(`${pid}/stat`, statField(38, 10)));
  assert.equal(ignoredTooLate.check(zombie), undefined);
});

test('a parent with the default disposition never waited', async () => {
  const twin = recorded.with(`${parent}/status`, withNothingIn('SigIgn'));
  const [{zombie}] = await judgedZombies(twin);
  assert.equal(ignoredTooLate.check(zombie), undefined);
  assert.equal(await whyZombies(twin), 'zombies/parent-never-waits, likely');
});

test('a traced child is not reaped by the kernel even while SIGCHLD is ignored', async () => {
  const [pid = 0] = recorded.numbers('zombies');
  const twin = recorded.with(`${pid}/status`, statusLine('TracerPid', parent));
  const [{zombie}] = await judgedZombies(twin);
  assert.equal(ignoredTooLate.check(zombie), undefined);
  assert.equal(await whyZombies(twin), 'zombies/parent-never-waits, likely');
});
