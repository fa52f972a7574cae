import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {assertWaitsForEnder, wakeUpsOf} from '../../support/live/why-answer.ts';

for (const mode of ['epoll', 'poll', 'select']) {
  test(`${mode} waits for the writer of the pipe it watches, not for the writer of another open pipe`, () =>
    stands('blocked-on-pipe.c', [mode], async subject => {
      const {answer} = await assertWaitsForEnder(subject, 'reads-pipe');
      assert.deepEqual(wakeUpsOf(answer, subject.number('waiter')), []);
    }));
}

test('time ends a poll that has a timeout', () =>
  stands('blocked-on-pipe.c', ['poll-timed'], async subject => {
    const {answer} = await assertWaitsForEnder(subject, 'reads-pipe');
    assert.deepEqual(wakeUpsOf(answer, subject.number('waiter')), [{kind: 'time'}]);
  }));

test('a process that polls a pidfd waits for the process it refers to', () =>
  stands('blocked-on-process.c', ['pidfd'], async subject => {
    await assertWaitsForEnder(subject, 'waits-for-process');
  }));
