import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {childrenReapedUnseen} from './children-reaped-unseen.ts';

const recorded = scene('sigchld-nocldwait');
const pid = recorded.number('program');

test('SA_NOCLDWAIT, which no file of /proc shows, is read from the kernel’s record', async () => {
  const {sigchldCase, verdicts} = await judgedSigchld(recorded, pid);
  assert.equal(sigchldCase.sigchld.disposition, 'default');
  assert.equal(sigchldCase.sigchld.autoReap, true);
  assert.deepEqual(
    verdicts.map(({rule, certainty}) => [rule, certainty]),
    [[childrenReapedUnseen.id, 'proven']],
  );
});

test('without the privilege to read it, it is unknown, not absent', async () => {
  const {sigchldCase, verdicts} = await judgedSigchld(recorded.withoutPrivilege(), pid);
  assert.deepEqual(verdicts, []);
  assert.equal(sigchldCase.sigchld.autoReap, null);
});

test('a process at its default, and one that ignores SIGCHLD, have not set it', async () => {
  for (const name of ['sigchld-default', 'sigchld-ignored']) {
    const other = scene(name);
    const {verdicts} = await judgedSigchld(other, other.number('program'));
    assert.equal(verdictOf(childrenReapedUnseen, verdicts), undefined, name);
  }
});

test('the record of an earlier process with this pid is not taken for its own', async () => {
  const reused = recorded.with(`${pid}/stat`, statField(22, 999_999_999));
  const {sigchldCase, verdicts} = await judgedSigchld(reused, pid);
  assert.deepEqual([verdicts, sigchldCase.sigchld.autoReap], [[], null]);
});
