import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withNothingIn, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {ignored} from './ignored.ts';
import {ignoredByInheritance} from './ignored-by-inheritance.ts';

const attached = scene('client-and-daemon');
const client = attached.number('client');
const daemon = attached.number('daemon');

test('a daemon that ignores SIGCHLD as its parent does has it from there', async () => {
  const {verdicts} = await judgedSigchld(attached, daemon);
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  assert.equal(verdict?.certainty, 'proven');
  assert.match(verdict.why, new RegExp(`came down from client \\(${client}\\), over fork and exec`));
});

test('a bash between them, which catches SIGCHLD for itself, passes it on', async () => {
  const shell = scene('client-behind-shell');
  const {verdicts} = await judgedSigchld(shell, shell.number('daemon'));
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  assert.equal(verdict?.certainty, 'proven');
  assert.match(verdict.why, new RegExp(`from client \\(${shell.number('client')}\\)`));
  assert.ok(verdict.evidence.some(line => line.endsWith('SIGCHLD is caught in bash')));
});

test('a bash that nobody above handed it to was probably started with it ignored, and hands it on', async () => {
  const shell = scene('client-behind-shell');
  const twin = shell.with(`${shell.number('client')}/status`, withNothingIn('SigIgn'));
  const {sigchldCase, verdicts} = await judgedSigchld(twin, shell.number('daemon'));
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  assert.equal(sigchldCase.origin()?.process.comm, 'bash');
  assert.equal(verdict?.certainty, 'likely');
  assert.match(verdict.why, /probably started with SIGCHLD ignored by bash/);
  assert.equal(verdictOf(ignored, verdicts), undefined);
});

test('when the client is gone its daemon has it from what is gone: likely', async () => {
  const gone = scene('client-gone');
  const {verdicts} = await judgedSigchld(gone, gone.number('daemon'));
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  assert.equal(verdict?.certainty, 'likely');
  assert.match(verdict.why, /what started it is gone/);
});

test('a parent that does not ignore it handed nothing down', async () => {
  const twin = attached.with(`${client}/status`, withNothingIn('SigIgn'));
  const {verdicts} = await judgedSigchld(twin, daemon);
  assert.equal(verdictOf(ignoredByInheritance, verdicts), undefined);
});

test('a program that catches SIGCHLD, ignored by its parent or not, inherited nothing', async () => {
  const twin = attached
    .with(`${daemon}/status`, withNothingIn('SigIgn'))
    .with(`${daemon}/status`, withSigchldIn('SigCgt'));
  assert.deepEqual((await judgedSigchld(twin, daemon)).verdicts, []);
});
