import assert from 'node:assert/strict';
import {test} from 'node:test';
import {IS_ROOT, runProcdoc, runProcdocAsNobody} from '../procdoc.ts';
import {stands} from './stands.ts';
import {held, othersOf, type WhyAnswer} from './why-answer.ts';

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

test('another user is told so in a deadlock, too, which is not claimed', needsRoot, () =>
  stands('blocked-on-lock.c', ['two-locks'], async subject => {
    const {stdout, stderr} = await runProcdocAsNobody('why', `${subject.number('waiter')}`);
    assert.match(stdout, /waits for something that was not seen\.$/m);
    assert.match(stderr, /could not read syscall/);
  }),
);

test('there is no answer for a process that is not there', async () => {
  const {status, stdout, stderr} = await runProcdoc('why', '4194304');
  assert.equal(status, 3);
  assert.equal(stdout, '');
  assert.match(stderr, /no process 4194304/);
});
