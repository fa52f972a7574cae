import assert from 'node:assert/strict';
import {constants} from 'node:os';
import {test} from 'node:test';
import {assertZombies, stands} from '../../support/live/stands.ts';
import {descendantsOf, descriptorInfo, hasSigchld, stateOf} from '../../support/proc-witness.ts';

const {ECHILD} = constants.errno;

/** Whether SIGCHLD is [ignored, caught, blocked in the main thread, pending]. */
function sigchldOf(pid: number): boolean[] {
  return ['SigIgn', 'SigCgt', 'SigBlk', 'ShdPnd'].map(set => hasSigchld(pid, set));
}

const DEFAULT = [false, false, false, false];
const CAUGHT = [false, true, false, false];
const BLOCKED = [false, false, true, false];
const BLOCKED_AND_PENDING = [false, false, true, true];

test('a parent that never waits has done nothing about SIGCHLD', () =>
  stands('never-waits.c', [], async subject => {
    await assertZombies(subject, 'parent', 0);
    assert.deepEqual(sigchldOf(subject.pid), DEFAULT);
  }));

for (const [mode, left, sigchld] of [
  ['handler-once', 4, CAUGHT],
  ['handler-loops', 0, CAUGHT],
  ['handler-never', 5, CAUGHT],
  ['signalfd-unread', 5, BLOCKED_AND_PENDING],
  ['signalfd-once', 4, BLOCKED],
  ['sigwait-once', 4, BLOCKED],
  ['sigwait-others', 5, BLOCKED_AND_PENDING],
] as const) {
  test(`of a burst of five children, ${mode} leaves ${left} zombies`, () =>
    stands('burst.c', [mode], subject => {
      const zombies = subject.pids('zombies');
      assert.equal(zombies.length, left);
      assert.deepEqual(descendantsOf(subject.pid).sort(), zombies.sort());
      assert.ok(zombies.every(pid => stateOf(pid) === 'Z'));
      assert.deepEqual(sigchldOf(subject.pid), sigchld);
      assert.equal(subject.number('handlerCalls'), mode.startsWith('handler') ? 1 : 0);
      if (mode.startsWith('signalfd')) {
        assert.match(
          descriptorInfo(subject.pid, subject.number('signalfd')),
          /^sigmask:\t0000000000010000$/m,
        );
      }
      if (mode.startsWith('sigwait')) assert.equal(stateOf(subject.number('waiter')), 'S');
    }));
}

test('SIGCHLD ignored too late: the zombie stays', () =>
  stands('ignored-too-late.c', [], async subject => {
    await assertZombies(subject);
    assert.ok(hasSigchld(subject.pid, 'SigIgn'));
  }));

for (const [mode, sigchld] of [
  ['itself', BLOCKED_AND_PENDING],
  ['by-launcher', BLOCKED_AND_PENDING],
  ['caught', [false, true, true, true]],
  ['in-one-thread', BLOCKED],
] as const) {
  test(`SIGCHLD blocked ${mode}: ${sigchld === BLOCKED ? 'not ' : ''}pending`, () =>
    stands('blocked.c', [mode], async subject => {
      await assertZombies(subject);
      assert.deepEqual(sigchldOf(subject.pid), sigchld);
    }));
}

test('SIGCHLD blocked by a process that has no children: not pending', () =>
  stands('blocked.c', ['childless'], subject => {
    assert.deepEqual([descendantsOf(subject.pid), sigchldOf(subject.pid)], [[], BLOCKED]);
  }));

for (const mode of ['ignored', 'nocldwait']) {
  test(`SIGCHLD ${mode}: no zombie, and waitpid fails with ECHILD`, () =>
    stands('auto-reap.c', [mode], subject => {
      assert.equal(stateOf(subject.number('child')), 'gone');
      assert.equal(subject.number('waitpidErrno'), ECHILD);
      assert.equal(hasSigchld(subject.pid, 'SigIgn'), mode === 'ignored');
      assert.deepEqual(descendantsOf(subject.pid), [subject.number('liveChild')]);
    }));
}
