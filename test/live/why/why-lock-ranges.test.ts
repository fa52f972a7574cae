import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {edgesFrom, nodeOf, whyOf} from '../../support/live/why-answer.ts';

for (const mode of ['ofd', 'ofd-far'])
  test(`each waiter for an OFD lock waits for the holder of its own bytes: ${mode}`, () =>
    stands('lock-ranges.c', [mode], async subject => {
      const holders = subject.numbers('holders');
      for (const [byte, waiter] of subject.numbers('waiters').entries()) {
        const edges = edgesFrom(await whyOf(waiter), waiter);
        assert.deepEqual(
          edges.map(({to, certainty}) => [to, certainty]),
          [[holders[byte], 'proven']],
        );
      }
    }));

test('two processes that each want the OFD lock of the other are a deadlock', () =>
  stands('lock-ranges.c', ['ofd-deadlock'], async subject => {
    const [first = 0, second = 0] = subject.numbers('holders');
    const {cycles} = await whyOf(first);
    assert.deepEqual(cycles, [[first, second]]);
  }));

test('two threads of one process wait for POSIX locks of two holders', () =>
  stands('lock-ranges.c', ['threads'], async subject => {
    const answer = await whyOf(subject.number('process'));
    const holders = subject.numbers('holders');
    for (const [byte, tid] of subject.numbers('waiters').entries()) {
      const thread = nodeOf(answer, subject.number('process')).threads.find(one => one.tid === tid);
      assert.equal(thread?.blockedIn?.syscall, 'fcntl');
      assert.deepEqual(
        answer.edges.filter(({tid: of}) => of === tid).map(({to, certainty}) => [to, certainty]),
        [[holders[byte], 'proven']],
      );
    }
  }));

test('a lock for reading that the waiter shares is not in its own way, and an equal one of another is', () =>
  stands('lock-ranges.c', ['shared-ofd'], async subject => {
    const [waiter = 0] = subject.numbers('waiters');
    const edges = edgesFrom(await whyOf(waiter), waiter);
    assert.deepEqual(
      edges.map(({to, certainty}) => [to, certainty]),
      [[subject.numbers('holders')[0], 'proven']],
    );
  }));
