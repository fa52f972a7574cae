import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withNothingIn} from '../../../test/edits.ts';
import {scene} from '../../../test/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/verdicts.ts';
import {blocked} from './blocked.ts';

const recorded = scene('sigchld-blocked');
const parent = recorded.number('parent');

test('blocked in every thread and pending, with nothing that takes it, SIGCHLD is stuck', async () => {
  const {sigchldCase, verdicts} = await judgedSigchld(recorded, parent);
  assert.deepEqual(
    verdicts.map(({rule, certainty}) => [rule, certainty]),
    [[blocked.id, 'proven']],
  );
  assert.ok(sigchldCase.isStuck());
});

test('where its descriptors may not be listed a signalfd may take it: likely', async () => {
  const {verdicts} = await judgedSigchld(recorded.withErrno(`${parent}/fd`, 'EACCES'), parent);
  assert.equal(verdictOf(blocked, verdicts)?.certainty, 'likely');
});

test('a signalfd for it is a design, not a fault', async () => {
  const signalfd = scene('sigchld-signalfd');
  const {sigchldCase, verdicts} = await judgedSigchld(signalfd, signalfd.number('parent'));
  assert.deepEqual([sigchldCase.sigchld.blocked, sigchldCase.sigchld.pending], [true, true]);
  assert.deepEqual(verdicts, []);
});

test('blocked but not pending, and pending but not blocked, are not stuck', async () => {
  for (const edited of [
    recorded.with(`${parent}/status`, withNothingIn('ShdPnd')),
    recorded.with(`${parent}/task/${parent}/status`, withNothingIn('SigBlk')),
  ])
    assert.deepEqual((await judgedSigchld(edited, parent)).verdicts, []);
});
