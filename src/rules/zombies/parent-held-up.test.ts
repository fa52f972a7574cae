import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {lastRunAt} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';
import {readZombies} from '../../snapshot/zombies/zombies.ts';
import {judgeZombies} from '../inspections/zombies.ts';

/** Where everything is seen: procdoc is in the initial pid namespace. */
const heldUp = scene('parent-held-up').withLink('self/ns/pid', 'pid:[4026531836]');
const [parent, holder] = [heldUp.number('parent'), heldUp.number('holder')];
const [zombie = 0] = heldUp.numbers('zombies');

/** Where its child died, and the parent last ran, so many seconds ago. */
const after = (deadSeconds: number, sleptSeconds: number) =>
  heldUp
    .with(/^self\/sched/, lastRunAt(1_000_000))
    .with(`${zombie}/sched`, lastRunAt(1_000_000 - deadSeconds * 1000))
    .with(`${parent}/task/${parent}/sched`, lastRunAt(1_000_000 - sleptSeconds * 1000));
const asleep = after(30, 31);

test('a parent that reads what only a grandchild can close is held up by that one', async () => {
  assert.equal(await whyZombies(asleep), 'zombies/parent-held-up, proven');
  const [{verdict}] = await judgedZombies(asleep);
  assert.match(verdict.why, new RegExp(`\\(${holder}\\)`));
  assertSeen(verdict.evidence, factIn(parent, 'task/*/syscall', null, 'read'));
});

test('without a holder that can be seen, the parent does not wait', async () => {
  assert.equal(await whyZombies(heldUp.without(holder)), 'zombies/parent-never-waits, likely');
});

test('inside of a pid namespace, a process outside may have an end of its pipe as well', async () => {
  const inside = asleep.withLink('self/ns/pid', 'pid:[4026532001]');
  assert.equal(await whyZombies(inside), 'zombies/parent-held-up, likely');
  const [{verdict}] = await judgedZombies(inside);
  assert.doesNotMatch(verdict.why, /only/);
});

test('an ancestor that can end the wait gives the parent its work, and no other process is looked at', async () => {
  const supervisor = heldUp.number('supervisor');
  const pipe = 'pipe:[7138710]';
  const unlisted = heldUp.withErrno(`${holder}/fd`, 'EACCES');
  const fed = unlisted
    .withLinks(`${supervisor}/fd/0`, () => pipe)
    .withFile(`${supervisor}/fdinfo/0`, 'pos:\t0\nflags:\t0100001\nmnt_id:\t15\n');
  for (const [one, lacks] of [
    [unlisted, true],
    [fed, false],
  ] as const) {
    const snapshot = one.snapshot();
    const {parents} = await judgeZombies(await readZombies(snapshot));
    assert.deepEqual(
      parents.flatMap(({causes}) => causes.map(({rule}) => rule.id)),
      ['zombies/parent-never-waits'],
    );
    assert.equal(snapshot.ledger.lacks('fd'), lacks);
  }
});

for (const [what, given, certainty, severity] of [
  ['that has read something since its child died may go on reading', after(30, 0.5), 'likely', 'info'],
  ['that has waited for a short while may be waited for', after(5, 6), 'proven', 'info'],
  ['that has waited for long is blocked', asleep, 'proven', undefined],
  [
    'that reads on, and leaves its child for long, is kept by what it reads',
    after(600, 0.5),
    'likely',
    undefined,
  ],
] as const)
  test(`a parent ${what}`, async () => {
    const [{verdict}] = await judgedZombies(given);
    assert.deepEqual(
      [verdict.rule, verdict.certainty, verdict.severity],
      ['zombies/parent-held-up', certainty, severity],
    );
  });
