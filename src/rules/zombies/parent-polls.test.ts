import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertSeen, factIn} from '../../../test/support/facts.ts';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedZombies, whyZombies} from '../../../test/support/recorded/verdicts.ts';

const polls = scene('parent-polls');
const parent = polls.number('parent');

/** A twin whose zombie has been dead for so many seconds: its clock stood still that long before. */
const deadFor = (seconds: number) =>
  polls.with(`${polls.number('zombie')}/sched`, sched =>
    sched.replace(
      /(se\.exec_start\s*:\s*)([\d.]+)/,
      (_, name, at) => `${name}${Number(at) - seconds * 1000}`,
    ),
  );

test('a parent in a call that times out may wait for its child then', async () => {
  assert.equal(await whyZombies(polls), 'zombies/parent-polls, likely');
  const [{verdict}] = await judgedZombies(polls);
  assertSeen(verdict.evidence, factIn(parent, `task/${parent}/syscall`, null, 'poll'));
});

test('it has five minutes if it has waited for children before', async () => {
  assert.equal(await whyZombies(deadFor(290)), 'zombies/parent-polls, likely');
  assert.equal(await whyZombies(deadFor(310)), 'zombies/parent-never-waits, likely');
});

test('it has one minute if it has not', async () => {
  const never = (seconds: number) =>
    deadFor(seconds).with(`${parent}/stat`, stat =>
      [11, 13, 16, 17].reduce((line, field) => statField(field, 0)(line), stat),
    );
  assert.equal(await whyZombies(never(50)), 'zombies/parent-polls, likely');
  assert.equal(await whyZombies(never(70)), 'zombies/parent-never-waits, likely');
});
