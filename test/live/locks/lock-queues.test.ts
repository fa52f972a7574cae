import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Machine, openMachine} from '../../../src/kernel/machine/machine.ts';
import {readLocks} from '../../../src/snapshot/locks/locks.ts';
import {Snapshot} from '../../../src/snapshot/snapshot.ts';
import {askProcdoc} from '../../support/asked.ts';
import {crowded, sparse} from '../../support/live/crowded.ts';
import {onlyLockOn} from '../../support/live/lock-answers.ts';
import {signalActionErrno} from '../../support/live/signal-action-privilege.ts';
import {withSubject} from '../../support/subject.ts';

const skip = signalActionErrno() !== undefined && 'needs root in the first namespaces';

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

test('the kernel’s own look at all calls finds the waiters that the syscall files show', {skip}, () =>
  withSubject('lock-queue', ['mixed'], async subject => {
    const own = [subject.number('holder'), ...subject.numbers('waiters')];
    const [files, look] = await Promise.all([waitersOn(sparse, own), waitersOn(crowded, own)]);
    assert.equal(files.length, 3);
    assert.deepEqual(look, files);
  }),
);

/** The waiters for the lock of one of these processes, on this machine as if it had few processes, or many. */
async function waitersOn(as: (machine: Machine) => Machine, pids: readonly number[]) {
  const snapshot = new Snapshot(as(openMachine()));
  await snapshot.readAtOnce();
  const locks = readLocks(snapshot, await snapshot.comparingSyscalls());
  const lock = locks.find(({holders}) => holders.some(({process: {pid}}) => pids.includes(pid)));
  return (lock?.waiters ?? []).map(({pid, mode, start, end, depth, behind}) => [
    pid,
    mode,
    start,
    end,
    depth,
    behind,
  ]);
}
