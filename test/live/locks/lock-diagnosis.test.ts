import assert from 'node:assert/strict';
import {statSync} from 'node:fs';
import {test} from 'node:test';
import {openMachine} from '../../../src/kernel/machine/machine.ts';
import {lockInspection} from '../../../src/rules/inspections/locks.ts';
import {Scope} from '../../../src/rules/scope.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {onlyLockOn, verdictOn} from '../../support/live/lock-answers.ts';
import {withSubject} from '../../support/subject.ts';

/** What a diagnosis of some processes says of their locks: "rule certainty". */
async function diagnosed(pids: readonly number[]): Promise<string[]> {
  const scope = new Scope(new Snapshot(openMachine()), new Set(pids));
  return (await lockInspection.inspect(scope)).map(({rule, certainty}) => `${rule} ${certainty}`);
}

for (const [mode, finding] of [
  ['flock', 'locks/waiters-behind-heir likely'],
  ['ofd', 'locks/waiters-behind-heir likely'],
  ['helper', 'locks/acquirer-gone likely'],
  ['received', 'locks/waiters-behind-heir likely'],
  ['given', 'locks/acquirer-gone likely'],
] as const) {
  test(`a lock that was left (${mode}) is found as ${finding}, by its waiter and by its holder`, () =>
    withSubject('lock-heirs', [mode], async subject => {
      const [holder = 0] = subject.numbers('holders');
      const waiter = subject.number('waiter');
      const lock = await onlyLockOn(subject.text('path'));
      assert.equal(verdictOn(lock), finding);
      assert.deepEqual(
        lock.waiters.map(({pid}) => pid),
        [waiter],
      );
      assert.deepEqual(await diagnosed([holder]), [finding]);
      assert.deepEqual(await diagnosed([waiter]), [finding]);
    }));
}

test('a diagnosis does not miss the holder of a lock that was taken after the processes were listed', async () => {
  const scope = new Scope(new Snapshot(openMachine()));
  scope.openFiles();
  await withSubject('heirs', ['flock'], async subject => {
    const onTheFile = `:${statSync(subject.text('path')).ino}`;
    const findings = await lockInspection.inspect(scope);
    assert.deepEqual(
      findings.filter(({cause}) => cause.endsWith(onTheFile)),
      [],
    );
  });
});

test('a diagnosis finds nothing wrong with a queue for a lock whose acquirer lives', () =>
  withSubject('lock-queue', ['flock'], async subject =>
    assert.deepEqual(await diagnosed([subject.number('holder'), ...subject.numbers('waiters')]), []),
  ));
