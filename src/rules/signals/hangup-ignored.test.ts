import assert from 'node:assert/strict';
import {test} from 'node:test';
import {factIn} from '../../../test/support/facts.ts';
import {signalsRemoved, statField} from '../../../test/support/recorded/edits.ts';
import {factsOf} from '../../../test/support/recorded/facts.ts';
import {scene} from '../../../test/support/recorded/scene.ts';
import {judgedSignals} from '../../../test/support/recorded/verdicts.ts';
import {hangupIgnored} from './hangup-ignored.ts';

const recorded = scene('hangup-inherited');
const origin = recorded.number('origin');
const [cat = 0] = recorded.numbers('heirs');

test('what a daemon ignores for itself stays ignored in what it starts', async () => {
  const [verdict, ...others] = await judgedSignals(recorded, cat);
  assert.deepEqual([verdict?.rule, verdict?.certainty, others], [hangupIgnored.id, 'proven', []]);
  assert.deepEqual(factsOf(verdict ?? assert.fail()), [
    factIn(cat, 'status', 'SigIgn', 'SIGHUP'),
    factIn(origin, 'status', 'SigIgn', 'SIGHUP'),
    factIn(origin, 'stat', 'session (6)', origin),
    factIn(origin, 'stat', 'flags (9)', 'PF_FORKNOEXEC'),
    factIn(cat, 'fd', null, 'no nohup.out, and no standard input of nohup(1)'),
  ]);
});

test('the daemon itself may mean it', async () => {
  assert.deepEqual(await judgedSignals(recorded, origin), []);
});

test('workers of the daemon may mean it, too: forked without exec, or of the same program', async () => {
  assert.deepEqual(await judgedSignals(recorded.with(`${cat}/stat`, statField(9, 0x40)), cat), []);
  assert.deepEqual(
    await judgedSignals(
      recorded.withLinks(`${cat}/exe`, () => '/usr/local/bin/deaf'),
      cat,
    ),
    [],
  );
});

test('nohup(1) starts no session, and execs: a program below another than a daemon may be its job', async () => {
  for (const edit of [statField(6, 1), statField(9, 0x40_0000)])
    assert.deepEqual(await judgedSignals(recorded.with(`${origin}/stat`, edit), cat), []);
  const own = recorded.with(`${origin}/status`, signalsRemoved('SigIgn', 'SIGHUP'));
  assert.deepEqual(await judgedSignals(own, cat), []);
});

test('a daemon that nohup(1) started is known by its output, and by its standard input', async () => {
  const job = scene('nohup');
  const below = job.number('cat');
  const daemon = job.with(`${job.number('leader')}/stat`, statField(9, 0x40));
  const elsewhere = daemon.withLinks(/\/fd\/\d+$/, target => target.replace('nohup.out', 'log'));
  const otherInput = elsewhere.withLinks(/\/fd\/(?:0|10)$/, () => '/dev/pts/1');
  for (const twin of [job, daemon, elsewhere]) assert.deepEqual(await judgedSignals(twin, below), []);
  assert.equal((await judgedSignals(otherInput, below))[0]?.rule, hangupIgnored.id);
});

test('where descriptors can’t be read it may be a job of nohup(1): nothing is reported', async () => {
  assert.deepEqual(await judgedSignals(recorded.withErrno(new RegExp(`^${cat}/fd`), 'EACCES'), cat), []);
});
