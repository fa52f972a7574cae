import assert from 'node:assert/strict';
import {kill} from 'node:process';
import {test} from 'node:test';
import {descendantsOf, stateOf} from '../proc-witness.ts';
import {until} from '../subject.ts';
import {stands} from './stands.ts';
import {edgesFrom, othersOf, whyOf} from './why-answer.ts';

for (const [mode, doing] of [
  ['suspended', 'sleeps until a signal comes and catches SIGCHLD'],
  ['sigwait', 'takes signals, SIGCHLD among them,'],
] as const) {
  test(`one that ${doing} most likely waits for its child`, () =>
    stands('blocked-in-call.c', [mode], async subject => {
      const waiter = subject.number('waiter');
      const answer = await whyOf(waiter);
      assert.deepEqual(
        edgesFrom(answer, waiter).map(({kind, to, certainty}) => ({kind, to, certainty})),
        descendantsOf(waiter).map(child => ({kind: 'waits-for-child', to: child, certainty: 'likely'})),
      );
      assert.equal(edgesFrom(answer, waiter).length, 1);
      assert.deepEqual(othersOf(answer, waiter), ['a signal']);
    }));
}

for (const [mode, other] of [
  ['childless', 'a signal'],
  ['shared-futex', 'another thread of its own, or a process that shares its memory'],
] as const) {
  test(`one that is blocked as ${mode} waits for ${other}`, () =>
    stands('blocked-in-call.c', [mode], async subject => {
      const waiter = subject.number('waiter');
      const answer = await whyOf(waiter);
      assert.deepEqual(edgesFrom(answer, waiter), []);
      assert.deepEqual(othersOf(answer, waiter), [other]);
    }));
}

test('one whose call goes on after a stop is not said to wait for the kernel', () =>
  stands('blocked-on-process.c', ['sleep'], async subject => {
    const waiter = subject.number('waiter');
    kill(waiter, 'SIGSTOP');
    await until('a stop', () => stateOf(waiter) === 'T');
    kill(waiter, 'SIGCONT');
    await until('the call to go on', () => stateOf(waiter) === 'S');
    assert.match(
      othersOf(await whyOf(waiter), waiter).join(),
      /^time$|^the end of a call that was restarted/,
    );
  }));
