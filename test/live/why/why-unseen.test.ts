import assert from 'node:assert/strict';
import {test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {stands} from '../../support/live/stands.ts';
import {held, type WhyAnswer, wakeUpsOf} from '../../support/live/why-answer.ts';
import {IS_ROOT, runProcdocAsNobody} from '../../support/procdoc.ts';

const needsRoot = {skip: !IS_ROOT && 'needs root, to become another user'};

test('to another user, what a process waits for is unseen, and the answer incomplete', needsRoot, () =>
  stands('blocked-on-pipe.c', ['read-pipe'], async subject => {
    const waiter = subject.number('waiter');
    const {status, stdout} = await runProcdocAsNobody('why', `${waiter}`, '--json');
    assert.equal(status, 0);
    const answer = held(JSON.parse(stdout) as WhyAnswer);
    assert.equal(answer.complete, false);
    assert.deepEqual(answer.edges, []);
    assert.deepEqual(answer.cycles, []);
    assert.deepEqual(wakeUpsOf(answer, waiter), [{kind: 'unseen'}]);
  }),
);

test('another user sees which process took the lock that is waited for, likely its holder', needsRoot, () =>
  stands('blocked-on-lock.c', ['posix'], async subject => {
    const [waiter, ender] = [subject.number('waiter'), subject.number('ender')];
    const {stdout} = await runProcdocAsNobody('why', `${waiter}`, '--json');
    const answer = held(JSON.parse(stdout) as WhyAnswer);
    assert.equal(answer.complete, false);
    assert.deepEqual(
      answer.edges.map(({from, to, kind, certainty}) => ({from, to, kind, certainty})),
      [{from: waiter, to: ender, kind: 'waits-for-lock', certainty: 'likely'}],
    );
    assert.match(answer.summary, / only when blocked-on-lock \(\d+\), which took it, .* \(likely\)\./);
  }),
);

test('to another user, a deadlock is likely, and hidden descriptors are mentioned', needsRoot, () =>
  stands('blocked-on-lock.c', ['two-locks'], async subject => {
    const {stdout} = await runProcdocAsNobody('why', `${subject.number('waiter')}`);
    assert.match(stdout, /^Deadlock \(likely\): /);
    assert.match(stdout.replaceAll('\n', ' '), / Not every process's descriptors are visible from here\. /);
    assert.match(stdout, /\n {2}note .*\bsyscall\b/s);
  }),
);

test('there is no answer for a process that does not exist', async () => {
  const {status, stdout, stderr} = await askProcdoc('why', '4194304');
  assert.equal(status, 3);
  assert.equal(stdout, '');
  assert.match(stderr, /\bprocess:? 4194304\b/);
});
