import assert from 'node:assert/strict';
import {test} from 'node:test';
import {statusLine, withNothingIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {knownOrigin} from '../../snapshot/sigchld/origin.ts';
import {ignored} from './ignored.ts';

const recorded = scene('sigchld-ignored');
const pid = recorded.number('program');
const supervisor = recorded.number('supervisor');
/** Where it may not be seen that its parent is a subreaper. */
const plain = recorded.withoutPrivilege();

test('a process that ignores SIGCHLD while its parent does not has set it itself, or its launcher has', async () => {
  const {verdicts} = await judgedSigchld(plain, pid);
  assert.deepEqual(
    verdicts.map(({rule, certainty}) => [rule, certainty]),
    [['sigchld/ignored', 'likely']],
  );
  assert.match(verdicts[0]?.why ?? '', /its parent does not/);
});

test('what a parent does that may not be seen is not claimed', async () => {
  const verdict = verdictOf(ignored, (await judgedSigchld(recorded.without(supervisor), pid)).verdicts);
  assert.match(verdict?.why ?? '', /its parent may not be seen/);
  assert.equal(verdict?.evidence.length, 1);
});

test('what PID 1 or a subreaper does is no evidence: it may have adopted the process', async () => {
  const init = plain.with(`${supervisor}/status`, statusLine('NSpid', `${supervisor}\t1`));
  for (const twin of [init, recorded]) await assertUnclear(twin);
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

async function assertUnclear(twin: typeof recorded): Promise<void> {
  const judged = await judgedSigchld(twin, pid);
  const origin = judged.sigchldCase.origin();
  assert.ok(origin);
  assert.deepEqual([origin.how, knownOrigin(origin)], ['unclear', undefined]);
  assert.deepEqual(
    judged.verdicts.map(({rule, certainty}) => [rule, certainty]),
    [['sigchld/ignored', 'likely']],
  );
  const {why, evidence} = judged.verdicts[0] ?? assert.fail('no verdict');
  assert.match(why, /it set that itself, or has it from what started it, which may be gone\.$/);
  assert.doesNotMatch(evidence.join(), /SigIgn of its parent/);
  assert.ok(evidence.some(line => line.includes(`ppid (4) is ${supervisor}, which adopts orphans`)));
}
