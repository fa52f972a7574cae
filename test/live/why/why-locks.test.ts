import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {assertWaitsForEnder, edgesFrom, whyOf} from '../../support/live/why-answer.ts';

for (const [mode, bystander] of [
  ['flock', 'who has the file open'],
  ['ofd', 'who locked other bytes of it'],
  ['posix', 'who locked other bytes of it'],
] as const) {
  test(`one that waits for ${mode === 'flock' ? 'a flock' : `an ${mode.toUpperCase()} lock`} waits for its holder, not for ${bystander}`, () =>
    stands('blocked-on-lock.c', [mode], async subject => {
      const {edge} = await assertWaitsForEnder(subject, 'waits-for-lock');
      assert.match(edge.target ?? '', /\/file$/);
      assert.match(edge.evidence.join(), new RegExp(`shows the ${mode} write lock`));
    }));
}

test('the holder is who has the lock, and not its acquirer, who passed it on', () =>
  stands('blocked-on-lock.c', ['flock'], async subject => {
    const {edge} = await assertWaitsForEnder(subject, 'waits-for-lock');
    assert.match(edge.evidence.join(), new RegExp(`taken by ${subject.pid}$`));
  }));

test('one that has the lock itself is told who else has that copy of it, and can unlock it', () =>
  stands('blocked-on-lock.c', ['own-flock'], async subject => {
    const waiter = subject.number('waiter');
    const {summary} = await whyOf(waiter);
    assert.match(
      summary,
      new RegExp(`^blocked-on-lock \\(${waiter}\\) waits for itself: it has the lock on `),
    );
    const ender = subject.number('ender');
    const unlocks = `unless blocked-on-lock \\(${ender}\\) unlocks \\S+ \\(fd ${subject.number('enderFd')}\\)`;
    assert.match(
      summary,
      new RegExp(`; only ending it helps: kill -TERM ${waiter}, ${unlocks}(, as far as could be seen)?\\.$`),
    );
  }));

test('two that want the lock of one another are a deadlock', () =>
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
