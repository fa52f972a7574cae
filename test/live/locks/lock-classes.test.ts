import assert from 'node:assert/strict';
import {rmSync, symlinkSync} from 'node:fs';
import {test} from 'node:test';
import {linesOfLslocks, lockHoldersOf, locksOn, onlyLockOn} from '../../support/live/lock-answers.ts';
import {type Subject, withSubject} from '../../support/subject.ts';

function parentAndChild(subject: Subject) {
  return [subject.number('parent'), subject.number('child')] as const;
}

test('a flock belongs to the open file description: parent and child hold it', () =>
  withSubject('heirs', ['flock'], async subject => {
    const [parent, child] = parentAndChild(subject);
    const fd = subject.number('fd');
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual(
      [lock.class, lock.mode, lock.acquirerPid, lock.acquirerAlive],
      ['flock', 'write', parent, true],
    );
    assert.deepEqual(lockHoldersOf(lock), [
      [parent, fd, 'acquired'],
      [child, fd, 'inherited by fork'],
    ]);
    assert.equal(lock.verdict, null);
  }));

test('a POSIX lock belongs to the process: its child holds nothing', () =>
  withSubject('heirs', ['posix-lock'], async subject => {
    const [parent] = parentAndChild(subject);
    const lock = await onlyLockOn(subject.text('path'));
    assert.equal(lock.class, 'posix');
    assert.deepEqual(lockHoldersOf(lock), [[parent, subject.number('fd'), 'acquired']]);
  }));

test('a POSIX lock outlives its acquirer in a process that shares the descriptor table', () =>
  withSubject('lock-heirs', ['table'], async subject => {
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual(
      [lock.class, lock.acquirerPid, lock.acquirerAlive],
      ['posix', subject.number('acquirer'), false],
    );
    assert.deepEqual(lockHoldersOf(lock), [
      [subject.numbers('holders')[0], subject.number('fd'), 'shares the descriptor table of the acquirer'],
    ]);
    assert.equal(lock.verdict, null);
  }));

test('an OFD lock names no acquirer; parent and child hold it', () =>
  withSubject('heirs', ['ofd-lock'], async subject => {
    const [parent, child] = parentAndChild(subject);
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual([lock.class, lock.acquirerPid, lock.acquirerAlive], ['ofd', null, null]);
    assert.deepEqual(
      lock.holders.map(({pid, how}) => [pid, how]),
      [
        [parent, null],
        [child, 'inherited by fork'],
      ],
    );
  }));

test('two shared flocks on one file are two locks, each with its own holder', () =>
  withSubject('heirs', ['two-flocks'], async subject => {
    const locks = await locksOn(subject.text('path'));
    const holders = locks.map(({holders}) => holders.map(({pid}) => pid));
    assert.deepEqual(
      holders.sort(),
      parentAndChild(subject)
        .map(pid => [pid])
        .sort(),
    );
    assert.ok(locks.every(({mode, class: lockClass}) => mode === 'read' && lockClass === 'flock'));
  }));

test('a lease is held by the process that lslocks(8) names, too', () =>
  withSubject('lock-queue', ['lease'], async subject => {
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual([lock.class, lock.mode, lock.breaking, lock.waiters], ['lease', 'read', false, []]);
    assert.deepEqual(lockHoldersOf(lock), [[subject.number('holder'), subject.number('fd'), 'acquired']]);
    const lines = await linesOfLslocks('PID,TYPE,INODE');
    assert.ok(lines.includes(`${subject.number('holder')} LEASE ${lock.inode}`), lines.join('\n'));
  }));

test('a lock file is found by another name of it, and a file without locks has none', () =>
  withSubject('heirs', ['flock'], async subject => {
    const alias = `${subject.text('path')}-alias`;
    symlinkSync(subject.text('path'), alias);
    try {
      assert.equal((await onlyLockOn(alias)).path, subject.text('path'));
    } finally {
      rmSync(alias);
    }
    assert.deepEqual(await locksOn(process.execPath), []);
  }));
