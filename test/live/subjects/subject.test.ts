import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stateOf} from '../../support/proc-witness.ts';
import {asNobody, IS_ROOT, runProcdocAsNobody} from '../../support/procdoc.ts';
import {type Subject, startSubject, until, withSubject} from '../../support/subject.ts';

test('a subject that cannot make its situation fails the test with its exit status', () =>
  assert.rejects(
    startSubject('burst.c', 'no-such-mode'),
    /burst\.c no-such-mode left without a word: status 2/,
  ));

test('a fact that a subject does not tell fails the test by its name', () =>
  withSubject('never-waits.c', [], subject => {
    assert.throws(() => subject.number('zombies'), /never-waits\.c says no number "zombies"/);
  }));

test('a failing test ends its subject and is what is reported', async () => {
  let failed: Subject | undefined;
  const failing = withSubject('never-waits.c', [], subject => {
    failed = subject;
    throw new Error('what was tested');
  });
  await assert.rejects(failing, /what was tested/);
  assert.equal(failed && stateOf(failed.pid), 'gone');
});

test('a subject that did not leave by itself with status 0 fails the test', async () => {
  const subject = await startSubject('never-waits.c');
  process.kill(subject.pid, 'SIGKILL');
  await assert.rejects(subject.stop(), /never-waits\.c did not undo its situation/);
});

test('what does not come is named', () =>
  assert.rejects(
    until('pigs fly', () => undefined, 0.1),
    /waited 0\.1 s in vain until pigs fly/,
  ));

test('nobody has neither our uid nor our groups', {skip: !IS_ROOT && 'needs root'}, async () => {
  assert.equal((await asNobody('id', '-u')).stdout, '65534\n');
  assert.equal((await asNobody('id', '-G')).stdout, '65534\n');
});

test('procdoc runs as nobody', {skip: !IS_ROOT && 'needs root'}, async () => {
  const {status, stdout, stderr} = await runProcdocAsNobody('--version');
  assert.equal(status, 0, stderr);
  assert.match(stdout, /procdoc/);
});
