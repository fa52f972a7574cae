import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {comm, withNothingIn} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {sigchldInspection} from '../inspections/sigchld.ts';
import {Scope} from '../scope.ts';
import {pythonLosesExitStatus} from './python-loses-exit-status.ts';

const attached = scene('client-and-daemon');
const daemon = attached.number('daemon');

/** The client, which has a child, as a Python; its daemon is one that has none. */
const client = attached.number('client');
const python = attached.withLinks(`${client}/exe`, () => '/usr/bin/python3.11');

/** What a diagnosis makes of a process: rule, severity and certainty. */
async function weighed(pid: number): Promise<unknown[]> {
  const scope = new Scope(python.snapshot(), new Set([pid]));
  const findings = await sigchldInspection.inspect(scope);
  const found = findings.find(({rule}) => rule === pythonLosesExitStatus.id);
  return [found?.severity, found?.certainty];
}

test('a Python with SIGCHLD ignored takes failures for success', async () => {
  const {verdicts} = await judgedSigchld(python, client);
  assert.equal(verdicts[0]?.rule, pythonLosesExitStatus.id);
  assert.deepEqual(factsOf(verdicts[0]), [
    factIn(client, 'status', 'SigIgn', 'SIGCHLD'),
    factIn(client, 'exe', null, '/usr/bin/python3.11'),
    factIn(daemon, 'stat', 'ppid (4)', client),
  ]);
  assert.deepEqual(await weighed(client), ['error', 'proven']);
});

test('one that has no child may never start any', async () => {
  assert.deepEqual(await weighed(daemon), ['warning', 'likely']);
});

test('where its exe can’t be read only its comm says that it is Python: likely', async () => {
  const unseen = attached.withErrno(`${client}/exe`, 'EACCES').with(`${client}/stat`, comm('python3'));
  const verdict = verdictOf(pythonLosesExitStatus, (await judgedSigchld(unseen, client)).verdicts);
  assert.equal(verdict?.certainty, 'likely');
  assert.deepEqual(factsOf(verdict)[1], factIn(client, 'stat', 'comm (2)', 'python3'));
});

test('a Python with the default disposition loses nothing', async () => {
  const twin = attached.with(`${daemon}/status`, withNothingIn('SigIgn'));
  assert.deepEqual((await judgedSigchld(twin, daemon)).verdicts, []);
});

test('another program is not Python, whatever it calls itself', async () => {
  const {verdicts} = await judgedSigchld(attached.with(`${client}/stat`, comm('python3')), client);
  assert.equal(verdictOf(pythonLosesExitStatus, verdicts), undefined);
});
