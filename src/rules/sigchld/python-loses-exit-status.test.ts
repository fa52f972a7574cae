import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {comm, withNothingIn} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {pythonLosesExitStatus} from './python-loses-exit-status.ts';

const attached = scene('client-and-daemon');
const daemon = attached.number('daemon');

test('a Python with SIGCHLD ignored takes failures for success', async () => {
  const {verdicts} = await judgedSigchld(attached, daemon);
  assert.equal(verdicts[0]?.rule, pythonLosesExitStatus.id);
  assert.equal(verdicts[0].certainty, 'proven');
  assert.deepEqual(factsOf(verdicts[0]), [
    factIn(daemon, 'status', 'SigIgn', 'SIGCHLD'),
    factIn(daemon, 'exe', null, '/usr/bin/python3.11'),
  ]);
});

test('where its exe can’t be read only its comm says that it is Python: likely', async () => {
  const {verdicts} = await judgedSigchld(attached.withErrno(`${daemon}/exe`, 'EACCES'), daemon);
  const verdict = verdictOf(pythonLosesExitStatus, verdicts);
  assert.equal(verdict?.certainty, 'likely');
  assert.deepEqual(factsOf(verdict)[1], factIn(daemon, 'stat', 'comm (2)', 'python3'));
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
