import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';

/** Where everything is seen: procdoc is in the initial pid namespace. */
const heldUp = scene('parent-held-up').withLink('self/ns/pid', 'pid:[4026531836]');
const [parent, holder] = [heldUp.number('parent'), heldUp.number('holder')];

test('a parent that reads what only a grandchild can close is held up by that one', async () => {
  assert.equal(await whyZombies(heldUp), 'zombies/parent-held-up, proven');
  const [{verdict}] = await judgedZombies(heldUp);
  assert.match(verdict.why, new RegExp(`\\(${holder}\\)`));
  assertSeen(verdict.evidence, factIn(parent, 'task/*/syscall', null, 'read'));
});

test('without a holder that can be seen, the parent does not wait', async () => {
  assert.equal(await whyZombies(heldUp.without(holder)), 'zombies/parent-never-waits, likely');
});

test('inside of a pid namespace, a process outside may have an end of its pipe as well', async () => {
  const inside = heldUp.withLink('self/ns/pid', 'pid:[4026532001]');
  assert.equal(await whyZombies(inside), 'zombies/parent-held-up, likely');
  const [{verdict}] = await judgedZombies(inside);
  assert.doesNotMatch(verdict.why, /only/);
});
