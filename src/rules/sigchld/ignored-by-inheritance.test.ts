import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withNothingIn, withSigchldIn} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSigchld, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {seenIn} from '../../snapshot/evidence.ts';
import {ignored} from './ignored.ts';
import {ignoredByInheritance} from './ignored-by-inheritance.ts';

const attached = scene('client-and-daemon');
const client = attached.number('client');
const daemon = attached.number('daemon');

test('a daemon that ignores SIGCHLD as its parent does inherited that', async () => {
  const {verdicts} = await judgedSigchld(attached, daemon);
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  assert.equal(verdict?.certainty, 'proven');
  assert.deepEqual(factsOf(verdict), [
    seenIn(daemon, 'status', 'SigIgn', 'SIGCHLD'),
    seenIn(client, 'status', 'SigIgn', 'SIGCHLD'),
  ]);
});

test('a bash between them, which catches SIGCHLD for itself, passes it on', async () => {
  const shell = scene('client-behind-shell');
  const {handling, verdicts} = await judgedSigchld(shell, shell.number('daemon'));
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  assert.equal(verdict?.certainty, 'proven');
  assert.equal(handling.origin()?.process.pid, shell.number('client'));
  const [, origin, bash] = factsOf(verdict);
  assert.deepEqual(origin, seenIn(shell.number('client'), 'status', 'SigIgn', 'SIGCHLD'));
  assert.deepEqual([bash?.field, bash?.value], ['SigCgt', 'SIGCHLD']);
});

test('a bash below no process that ignores it was likely started with it ignored, and passes it on', async () => {
  const shell = scene('client-behind-shell');
  const twin = shell.with(`${shell.number('client')}/status`, withNothingIn('SigIgn'));
  const {handling, verdicts} = await judgedSigchld(twin, shell.number('daemon'));
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  assert.equal(handling.origin()?.process.comm, 'bash');
  assert.equal(verdict?.certainty, 'likely');
  assert.equal(verdictOf(ignored, verdicts), undefined);
});

test('the daemon of a client that has exited likely inherited it from there', async () => {
  const gone = scene('client-gone');
  const {handling, verdicts} = await judgedSigchld(gone, gone.number('daemon'));
  const verdict = verdictOf(ignoredByInheritance, verdicts);
  const {pid, stat} = handling.process;
  assert.deepEqual([handling.origin()?.how, verdict?.certainty], ['gone', 'likely']);
  assert.deepEqual(factsOf(verdict ?? assert.fail()), [
    seenIn(pid, 'status', 'SigIgn', 'SIGCHLD'),
    seenIn(pid, 'stat', 'ppid (4)', stat.ppid),
  ]);
});

test('a parent that does not ignore it passed nothing on', async () => {
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
