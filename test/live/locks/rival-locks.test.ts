import assert from 'node:assert/strict';
import {test} from 'node:test';
import {locksOn, verdictOn} from '../../support/live/lock-answers.ts';
import {withSubject} from '../../support/subject.ts';

for (const [mode, rule] of [
  ['replaced', 'locks/file-replaced likely'],
  ['kinds', 'locks/kinds-mixed likely'],
] as const) {
  test(`two processes that both have the lock of one name (${mode}) are found as ${rule}`, () =>
    withSubject('rival-locks', [mode], async subject => {
      const locks = await locksOn(subject.text('path'));
      assert.deepEqual(
        locks.map(lock => [lock.holders[0]?.pid, lock.deleted, verdictOn(lock)]).sort(),
        [
          [subject.number('holder'), mode === 'replaced', rule],
          [subject.number('other'), false, null],
        ].sort(),
      );
    }));
}

for (const [mode, what] of [
  ['kin', 'a child of the one with the other kind'],
  ['both', 'one process with both kinds'],
  ['reopened', 'one process with the lock of the old file and that of the new one'],
] as const) {
  test(`nothing is wrong with ${what}`, () =>
    withSubject('rival-locks', [mode], async subject => {
      const locks = await locksOn(subject.text('path'));
      assert.ok(locks.length > 0);
      assert.deepEqual(
        locks.map(verdictOn),
        locks.map(() => null),
      );
    }));
}
