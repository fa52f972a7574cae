import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {assertWaitsForEnder, othersOf} from '../../support/live/why-answer.ts';

for (const mode of ['epoll', 'poll', 'select']) {
  test(`${mode} waits for the writer of the pipe it watches, not for that of another one it has open`, () =>
    stands('blocked-on-pipe.c', [mode], async subject => {
      const {answer} = await assertWaitsForEnder(subject, 'reads-pipe');
      assert.deepEqual(othersOf(answer, subject.number('waiter')), []);
    }));
}

test('time ends a poll that has a timeout', () =>
  stands('blocked-on-pipe.c', ['poll-timed'], async subject => {
    const {answer} = await assertWaitsForEnder(subject, 'reads-pipe');
    assert.deepEqual(othersOf(answer, subject.number('waiter')), ['time']);
  }));

test('one that polls a pidfd waits for that process', () =>
  stands('blocked-on-process.c', ['pidfd'], async subject => {
    await assertWaitsForEnder(subject, 'waits-for-process');
  }));
