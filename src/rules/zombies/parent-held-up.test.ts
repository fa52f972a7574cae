import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';

const heldUp = scene('parent-held-up');
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
