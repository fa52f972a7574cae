import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {held, othersOf, type WhyAnswer} from '../../support/live/why-answer.ts';
import {IS_ROOT, runProcdoc, runProcdocAsNobody} from '../../support/procdoc.ts';

const needsRoot = {skip: !IS_ROOT && 'needs root, to become another user'};

test('another user is told that it was not seen, and by what', needsRoot, () =>
  stands('blocked-on-pipe.c', ['read-pipe'], async subject => {
    const waiter = subject.number('waiter');
    const {status, stdout} = await runProcdocAsNobody('why', `${waiter}`, '--json');
    assert.equal(status, 0);
    const answer = held(JSON.parse(stdout) as WhyAnswer);
    assert.equal(answer.complete, false);
    assert.deepEqual(answer.edges, []);
    assert.deepEqual(answer.cycles, []);
    assert.deepEqual(othersOf(answer, waiter), ['something that was not seen']);
  }),
);

test('another user is told who took the lock that is waited for, as everyone may read it', needsRoot, () =>
  stands('blocked-on-lock.c', ['posix'], async subject => {
    const [waiter, ender] = [subject.number('waiter'), subject.number('ender')];
    const {stdout} = await runProcdocAsNobody('why', `${waiter}`, '--json');
    const answer = held(JSON.parse(stdout) as WhyAnswer);
    assert.equal(answer.complete, false);
    assert.deepEqual(
      answer.edges.map(({from, to, kind, certainty}) => ({from, to, kind, certainty})),
      [{from: waiter, to: ender, kind: 'waits-for-lock', certainty: 'likely'}],
    );
    assert.match(
      answer.summary,
      /gets the lock, most likely, only when blocked-on-lock \(\d+\), which took it, /,
    );
  }),
);

test('another user is told what is most likely a deadlock, as far as could be seen', needsRoot, () =>
  stands('blocked-on-lock.c', ['two-locks'], async subject => {
    const {stdout, stderr} = await runProcdocAsNobody('why', `${subject.number('waiter')}`);
    assert.match(stdout, /^most likely a deadlock: /m);
    assert.match(stdout.replaceAll('\n', ' '), /, as far as could be seen\. $/);
    assert.match(stderr, /could not read syscall/);
  }),
);

test('there is no answer for a process that is not there', async () => {
  const {status, stdout, stderr} = await runProcdoc('why', '4194304');
  assert.equal(status, 3);
  assert.equal(stdout, '');
  assert.match(stderr, /no process 4194304/);
});
