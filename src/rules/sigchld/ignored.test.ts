import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withNothingIn} from '../../../test/edits.ts';
import {scene} from '../../../test/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/verdicts.ts';
import {ignored} from './ignored.ts';

const recorded = scene('sigchld-ignored');
const pid = recorded.number('program');

test('a process that ignores SIGCHLD while its parent does not has set it itself, or its launcher has', async () => {
  const {verdicts} = await judgedSigchld(recorded, pid);
  assert.deepEqual(
    verdicts.map(({rule, certainty}) => [rule, certainty]),
    [['sigchld/ignored', 'likely']],
  );
  assert.match(verdicts[0]?.why ?? '', /its parent does not/);
});

test('what a parent does that may not be seen is not claimed', async () => {
  const verdict = verdictOf(
    ignored,
    (await judgedSigchld(recorded.without(recorded.number('supervisor')), pid)).verdicts,
  );
  assert.match(verdict?.why ?? '', /its parent may not be seen/);
  assert.equal(verdict?.evidence.length, 1);
});

test('the default, and a handler, are not ignored', async () => {
  const twin = recorded.with(`${pid}/status`, withNothingIn('SigIgn'));
  assert.deepEqual((await judgedSigchld(twin, pid)).verdicts, []);
  const caught = scene('sigchld-caught');
  assert.deepEqual((await judgedSigchld(caught, caught.number('program'))).verdicts, []);
});

test('one that came from the parent is that parent’s doing', async () => {
  const attached = scene('client-and-daemon');
  const {verdicts} = await judgedSigchld(attached, attached.number('daemon'));
  assert.equal(verdictOf(ignored, verdicts), undefined);
});
