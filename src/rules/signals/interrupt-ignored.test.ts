import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {signalsAdded, signalsRemoved, statField} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSignals} from '../../../test/support/recorded/verdicts.ts';
import {interruptIgnored} from './interrupt-ignored.ts';

const recorded = scene('script-job');
const cat = recorded.number('cat');
const shell = recorded.number('leader');

test('Ctrl-C does not stop what a script started with & in the foreground of a terminal', async () => {
  const [verdict, ...others] = await judgedSignals(recorded, cat);
  assert.deepEqual([verdict?.rule, verdict?.certainty, others], [interruptIgnored.id, 'proven', []]);
  assert.deepEqual(factsOf(verdict ?? assert.fail()), [
    factIn(cat, 'status', 'SigIgn', 'SIGINT'),
    factIn(cat, 'status', 'SigIgn', 'SIGQUIT'),
    factIn(cat, 'stat', 'tpgid (8)', shell),
    factIn(shell, 'status', 'SigIgn', 'none'),
  ]);
});

test('without a terminal, and in its background, no Ctrl-C comes', async () => {
  const file = `${cat}/stat`;
  assert.deepEqual(await judgedSignals(recorded.with(file, statField(7, 0)), cat), []);
  assert.deepEqual(await judgedSignals(recorded.with(file, statField(8, 4711)), cat), []);
});

test('one of the two alone is a choice of the program', async () => {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    const twin = recorded.with(`${cat}/status`, signalsRemoved('SigIgn', signal));
    assert.deepEqual(await judgedSignals(twin, cat), []);
  }
});

test('a caller of system(3) ignores both while it waits', async () => {
  const waiting = recorded.with(
    `${cat}/task/${cat}/syscall`,
    () => '61 0x1092 0x7ffd0 0x0 0x0 0x0 0x0 0x7ffd0 0x7f000\n',
  );
  assert.deepEqual(await judgedSignals(waiting, cat), []);
});

test('a program below a script that ignores SIGINT doesn’t stop either', async () => {
  const ignoring = recorded.with(`${shell}/status`, signalsAdded('SigIgn', 'SIGINT'));
  // A filter ends when its input does: a script ignores SIGINT for it so that it gets all of that.
  assert.deepEqual(await judgedSignals(ignoring, cat), []);
  const twin = ignoring.withLinks(`${cat}/exe`, () => '/usr/bin/sleep');
  const [verdict, ...others] = await judgedSignals(twin, cat);
  assert.deepEqual([verdict?.rule, verdict?.certainty, others], [interruptIgnored.id, 'proven', []]);
  assert.deepEqual(factsOf(verdict ?? assert.fail()), [
    factIn(cat, 'status', 'SigIgn', 'SIGINT'),
    factIn(shell, 'status', 'SigIgn', 'SIGINT'),
    factIn(cat, 'stat', 'tpgid (8)', shell),
  ]);
});

test('a script in another process group, and a program that was forked only, tell nothing', async () => {
  const twin = recorded
    .with(`${shell}/status`, signalsAdded('SigIgn', 'SIGINT'))
    .withLinks(`${cat}/exe`, () => '/usr/bin/sleep');
  assert.deepEqual(await judgedSignals(twin.with(`${shell}/stat`, statField(5, 4711)), cat), []);
  assert.deepEqual(await judgedSignals(twin.with(`${cat}/stat`, statField(9, 0x40)), cat), []);
});

test('where its system calls can’t be read nothing is reported', async () => {
  assert.deepEqual(await judgedSignals(recorded.withErrno(`${cat}/task/${cat}/syscall`, 'EACCES'), cat), []);
});

test('a child of another program than a shell inherited it from elsewhere', async () => {
  assert.deepEqual(
    await judgedSignals(
      recorded.withLinks(`${shell}/exe`, () => '/usr/bin/python3.11'),
      cat,
    ),
    [],
  );
  assert.deepEqual(await judgedSignals(recorded.without(shell), cat), []);
});
