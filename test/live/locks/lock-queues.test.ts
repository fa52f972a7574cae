import assert from 'node:assert/strict';
import {test} from 'node:test';
import {askProcdoc} from '../../support/asked.ts';
import {onlyLockOn} from '../../support/live/lock-answers.ts';
import {withSubject} from '../../support/subject.ts';

test('waiters stand in the kernel’s queue, one behind another', () =>
  withSubject('lock-queue', ['flock'], async subject => {
    const [first, second] = subject.numbers('waiters');
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual(
      lock.waiters.map(({pid, mode, depth, behind}) => [pid, mode, depth, behind]),
      [
        [first, 'write', 1, null],
        [second, 'read', 2, first],
      ],
    );
  }));

test('a waiter for an OFD lock is found by its system call, since /proc/locks does not name it', () =>
  withSubject('lock-queue', ['ofd'], async subject => {
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual([lock.start, lock.end], [10, 19]);
    assert.deepEqual(
      lock.waiters.map(({pid, comm, mode}) => [pid, comm, mode]),
      [[subject.numbers('waiters')[0], 'lock-queue', 'write']],
    );
  }));

test('several waiters for OFD locks are found by what they want, and stand in the queue with named ones', () =>
  withSubject('lock-queue', ['mixed'], async subject => {
    const [posix, reader, writer] = subject.numbers('waiters');
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual(
      lock.waiters.map(({pid, mode, start, end, depth, behind}) => [pid, mode, start, end, depth, behind]),
      [
        [posix, 'write', 12, 17, 1, null],
        [reader, 'read', 15, 19, 2, posix],
        [writer, 'write', 10, 10, 1, null],
      ],
    );
    const {stdout} = await askProcdoc('locks', subject.text('path'));
    assert.ok(stdout.includes(`(${reader}) to read, bytes 15 to 19, behind ${posix}`), stdout);
  }));

test('a lease that is being broken has waiters', () =>
  withSubject('lock-queue', ['broken'], async subject => {
    const [writer] = subject.numbers('waiters');
    const lock = await onlyLockOn(subject.text('path'));
    assert.deepEqual([lock.class, lock.breaking], ['lease', true]);
    assert.deepEqual(
      lock.waiters.map(({pid, mode}) => [pid, mode]),
      [[writer, 'write']],
    );
    const {stdout} = await askProcdoc('locks', subject.text('path'));
    assert.ok(stdout.includes('lease, being broken'), stdout);
  }));
