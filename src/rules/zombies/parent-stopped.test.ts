import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {parentStopped} from './parent-stopped.ts';

const stopped = scene('parent-stopped');
const parent = stopped.number('parent');

test('a parent in state T runs no code', async () => {
  assert.equal(await whyZombies(stopped), 'zombies/parent-stopped, proven');
  const [{verdict}] = await judgedZombies(stopped);
  assertSeen(verdict.evidence, factIn(parent, 'stat', 'state (3)', 'T'));
  assert.match(verdict.remedy ?? '', new RegExp(`kill -CONT ${parent}\\b`));
});

test('a parent in state t is held by its tracer, which is named', async () => {
  const traced = scene('parent-traced');
  const [{verdict}] = await judgedZombies(traced);
  assert.equal(await whyZombies(traced), 'zombies/parent-stopped, proven');
  const tracer = traced.number('tracer');
  assertSeen(
    verdict.evidence,
    factIn(traced.number('parent'), 'stat', 'state (3)', 't'),
    factIn(traced.number('parent'), 'status', 'TracerPid', tracer),
  );
  assert.match(verdict.why, new RegExp(`\\(${tracer}\\)`));
});

test('a parent that runs is not stopped', async () => {
  const twin = stopped.with(new RegExp(`^${parent}/(task/\\d+/)?stat$`), statField(3, 'S'));
  const [{zombie}] = await judgedZombies(twin);
  assert.equal(parentStopped.check(zombie), undefined);
  assert.equal(await whyZombies(twin), 'zombies/parent-never-waits, likely');
});

test('a debugger that stops one thread of several does not stop the parent', async () => {
  const two = scene('blocked-in-one-thread');
  const pid = two.number('parent');
  const [{zombie}] = await judgedZombies(
    two.with(`${pid}/stat`, statField(3, 't')).with(`${pid}/task/${pid}/stat`, statField(3, 't')),
  );
  assert.equal(parentStopped.check(zombie), undefined);
});
