import assert from 'node:assert/strict';
import {test} from 'node:test';
import {comm, withNothingIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {pythonLosesExitStatus} from './python-loses-exit-status.ts';

const attached = scene('client-and-daemon');
const daemon = attached.number('daemon');

test('a Python with SIGCHLD ignored takes failures for success', async () => {
  const {verdicts} = await judgedSigchld(attached, daemon);
  assert.equal(verdicts[0]?.rule, pythonLosesExitStatus.id);
  assert.equal(verdicts[0].certainty, 'proven');
  assert.match(verdicts[0].why, /returncode 0 for commands that failed/);
});

test('where its exe may not be seen its name is all there is: likely', async () => {
  const {verdicts} = await judgedSigchld(attached.withErrno(`${daemon}/exe`, 'EACCES'), daemon);
  const verdict = verdictOf(pythonLosesExitStatus, verdicts);
  assert.equal(verdict?.certainty, 'likely');
  assert.match(verdict.evidence[1] ?? '', /comm \(2\) is python3; its exe may not be seen/);
});

test('a Python with the default disposition loses nothing', async () => {
  const twin = attached.with(`${daemon}/status`, withNothingIn('SigIgn'));
  assert.deepEqual((await judgedSigchld(twin, daemon)).verdicts, []);
});

test('another program is not Python, whatever it calls itself', async () => {
  const client = attached.number('client');
  const {verdicts} = await judgedSigchld(attached.with(`${client}/stat`, comm('python3')), client);
  assert.equal(verdictOf(pythonLosesExitStatus, verdicts), undefined);
});
