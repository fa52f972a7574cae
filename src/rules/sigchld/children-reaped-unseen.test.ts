import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statField} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {childrenReapedUnseen} from './children-reaped-unseen.ts';

const recorded = scene('sigchld-nocldwait');
const pid = recorded.number('program');

test('SA_NOCLDWAIT, which no file of /proc shows, is read from the kernel’s record', async () => {
  const {handling, verdicts} = await judgedSigchld(recorded, pid);
  assert.equal(handling.sigchld.disposition, 'default');
  assert.equal(handling.sigchld.autoReap, true);
  assert.deepEqual(
    verdicts.map(({rule, certainty}) => [rule, certainty]),
    [[childrenReapedUnseen.id, 'proven']],
  );
  assert.deepEqual(factsOf(verdicts[0] ?? assert.fail()), [
    {file: `sigaction(2) of ${pid}`, field: 'sa_flags', value: 'SA_NOCLDWAIT'},
  ]);
});

test('without the privilege to read it, it is unknown, not absent', async () => {
  const {handling, verdicts} = await judgedSigchld(recorded.withoutPrivilege(), pid);
  assert.deepEqual(verdicts, []);
  assert.equal(handling.sigchld.autoReap, null);
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
  const {handling, verdicts} = await judgedSigchld(reused, pid);
  assert.deepEqual([verdicts, handling.sigchld.autoReap], [[], null]);
});
