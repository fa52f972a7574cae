import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {signalsAdded, signalsRemoved} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {judgedSignals, verdictOf} from '../../../test/support/recorded/verdicts.ts';
import {pendingAndBlocked} from './pending-and-blocked.ts';

const recorded = scene('pending-and-blocked');
const origin = recorded.number('origin');
const [heir = 0] = recorded.numbers('heirs');
const task = (file: string) => `${heir}/task/${heir}/${file}`;

const found = async (twin: Scene) => verdictOf(pendingAndBlocked, await judgedSignals(twin, heir));

/** The recording with another signal in place of SIGQUIT. */
function withSignal(signal: NodeJS.Signals): Scene {
  const edit = (set: string) => (text: string) =>
    signalsAdded(set, signal)(signalsRemoved(set, 'SIGQUIT')(text));
  return recorded
    .with(`${heir}/status`, edit('ShdPnd'))
    .with(`${heir}/status`, edit('SigBlk'))
    .with(task('status'), edit('SigBlk'));
}

test('a signal that is pending and blocked in every thread is found; one look makes it likely', async () => {
  const verdict = await found(recorded);
  assert.equal(verdict?.certainty, 'likely');
  assert.deepEqual(factsOf(verdict).at(-1), factIn(origin, 'status', 'SigBlk', 'SIGQUIT'));
});

test('it is none where one thread lets it pass, or none is pending', async () => {
  assert.equal(await found(recorded.with(task('status'), signalsRemoved('SigBlk', 'SIGQUIT'))), undefined);
  assert.equal(await found(recorded.with(`${heir}/status`, signalsRemoved('ShdPnd', 'SIGQUIT'))), undefined);
});

test('where what takes it can’t be seen, nothing is said', async () => {
  for (const twin of [
    recorded.withErrno(new RegExp(`^${heir}/fd`), 'EACCES'),
    recorded.withErrno(task('syscall'), 'EACCES'),
    recorded.with(task('syscall'), () => 'running\n'),
  ])
    assert.equal(await found(twin), undefined);
});

test('signals that keep nobody waiting are left out', async () => {
  assert.ok(await found(withSignal('SIGUSR1')));
  for (const signal of ['SIGCHLD', 'SIGPIPE', 'SIGXFSZ', 'SIGWINCH', 'SIGURG', 'SIGCONT'] as const)
    assert.equal(await found(withSignal(signal)), undefined, signal);
});

test('one that would be ignored is no loss, and SIGTERM has a rule of its own', async () => {
  assert.equal(await found(recorded.with(`${heir}/status`, signalsAdded('SigIgn', 'SIGQUIT'))), undefined);
  assert.equal(await found(withSignal('SIGTERM')), undefined);
});

test('a program that is known to start its children so is named', async () => {
  const java = recorded
    .with(`${origin}/status`, signalsRemoved('SigBlk', 'SIGQUIT'))
    .withLinks(`${origin}/exe`, () => '/usr/lib/jvm/java-17-openjdk-amd64/bin/java');
  const verdict = await found(java);
  assert.match(verdict?.remedy ?? '', /dash/);
  assert.ok(factsOf(verdict ?? assert.fail()).every(({file}) => file.startsWith(`/proc/${heir}/`)));
});
