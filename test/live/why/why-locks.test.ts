import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {assertWaitsForEnder, edgesFrom, whyOf} from '../../support/live/why-answer.ts';

for (const [mode, written, bystander] of [
  ['flock', 'FLOCK', 'a process that only has the file open'],
  ['ofd', 'OFDLCK', 'a process that locked other bytes'],
  ['posix', 'POSIX', 'a process that locked other bytes'],
] as const) {
  test(`a wait for a lock of class ${mode} is for its holder, not for ${bystander}`, () =>
    stands('blocked-on-lock.c', [mode], async subject => {
      const {edge} = await assertWaitsForEnder(subject, 'waits-for-lock');
      assert.match(edge.target ?? '', /\/file$/);
      const [fact] = edge.facts;
      assert.equal(fact?.file, `/proc/${edge.to}/fdinfo/${subject.number('enderFd')}`);
      assert.equal(fact.field, 'lock:');
      assert.match(fact.value, new RegExp(`^${written} WRITE\\b`));
    }));
}

test('the holder is the process that has the lock, not the acquirer that passed it on', () =>
  stands('blocked-on-lock.c', ['flock'], async subject => {
    const {edge} = await assertWaitsForEnder(subject, 'waits-for-lock');
    assert.equal(edge.facts[0]?.value, `FLOCK WRITE ${subject.pid}`);
  }));

test('a process that has the lock itself learns which other one has a copy of it, and can unlock it', () =>
  stands('blocked-on-lock.c', ['own-flock'], async subject => {
    const waiter = subject.number('waiter');
    const {summary, cycles} = await whyOf(waiter);
    assert.deepEqual(cycles, [[waiter]]);
    assert.match(
      summary,
      new RegExp(`^Deadlock \\(likely\\): blocked-on-lock \\(${waiter}\\) waits for itself: `),
    );
    assert.match(summary, new RegExp(` \`kill -TERM ${waiter}\`\\.`));
    const ender = subject.number('ender');
    assert.match(
      summary,
      new RegExp(
        ` may still end if blocked-on-lock \\(${ender}\\) unlocks \\S+ \\(fd ${subject.number('enderFd')}\\)`,
      ),
    );
  }));

test('two processes that each want the lock of the other are a deadlock', () =>
  stands('blocked-on-lock.c', ['two-locks'], async subject => {
    const waiter = subject.number('waiter');
    const ender = subject.number('ender');
    const answer = await whyOf(waiter);
    assert.deepEqual(answer.cycles, [[waiter, ender]]);
    assert.deepEqual([...answer.deadlocked].sort(), [waiter, ender].sort());
    assert.deepEqual(
      [...edgesFrom(answer, waiter), ...edgesFrom(answer, ender)].map(({kind, to}) => ({kind, to})),
      [
        {kind: 'waits-for-lock', to: ender},
        {kind: 'waits-for-lock', to: waiter},
      ],
    );
  }));
