import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {parentNotVisible} from './parent-not-visible.ts';

const never = scene('never-waits');
const parent = never.number('parent');
const [zombie = 0] = never.numbers('zombies');

test('nothing is concluded of a parent that is hidden', async () => {
  const hidden = never.without(parent);
  assert.equal(await whyZombies(hidden), 'zombies/parent-not-visible, unknown');
  const [{verdict}] = await judgedZombies(hidden);
  assertSeen(verdict.evidence, factIn(zombie, 'stat', 'ppid (4)', parent));
  assert.match(verdict.remedy ?? '', /hidepid/);
});

test('a parent outside of the pid namespace is looked for from the host', async () => {
  const outside = never.with(/^\d+\/stat$/, line => (/ Z /.test(line) ? statField(4, 0)(line) : line));
  assert.equal(await whyZombies(outside), 'zombies/parent-not-visible, unknown');
  const [{verdict}] = await judgedZombies(outside);
  assertSeen(verdict.evidence, factIn(zombie, 'stat', 'ppid (4)', 0));
  assert.match(verdict.remedy ?? '', /from the host/);
});

test("a parent whose status can't be read is not visible either", async () => {
  const denied = never.withErrno(`${parent}/status`, 'EACCES');
  assert.equal(await whyZombies(denied), 'zombies/parent-not-visible, unknown');
});

test('a parent that can be read is visible', async () => {
  const [judged] = await judgedZombies(never);
  assert.equal(parentNotVisible.check(judged.zombie), undefined);
});
