import assert from 'node:assert/strict';
import {kill} from 'node:process';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {
  assertWaitsForEnder,
  closingSentence,
  edgesFrom,
  othersOf,
  whyOf,
} from '../../support/live/why-answer.ts';
import {descendantsOf, stateOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

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

test('one that connects to a unix socket in whose queue is no room waits for who listens', () =>
  stands('blocked-in-call.c', ['unix-full'], async subject => {
    const {edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(edge.evidence.join('; '), /being connected to @\S+; net\/unix: socket:\[\d+\] listens at @/);
  }));

test('by whichever path it connects, that is who listens, most likely', () =>
  stands('blocked-in-call.c', ['unix-path'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await whyOf(waiter);
    assert.deepEqual(
      edgesFrom(answer, waiter).map(({to, certainty}) => ({to, certainty})),
      [{to: subject.number('ender'), certainty: 'likely'}],
    );
  }));

test('before it is accepted, a connection to a unix socket waits for who listens', () =>
  stands('blocked-in-call.c', ['unix-queued'], async subject => {
    const {edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(edge.evidence.join(), /sock_diag: .* listens at @\S+, and has not accepted that connection/);
  }));

test('one that opens a FIFO waits for a writer, and the FIFO is named', () =>
  stands('blocked-in-call.c', ['open-fifo'], async subject => {
    const waiter = subject.number('waiter');
    assert.match(
      othersOf(await whyOf(waiter), waiter).join(),
      /^a writer that opens the FIFO \/tmp\/procdoc-blocked-\w{6}\/fifo$/,
    );
  }));

test('one that opens a file on which another has a lease waits for that one, or until its time is up', () =>
  stands('blocked-in-call.c', ['lease'], async subject => {
    const waiter = subject.number('waiter');
    const {answer, edge} = await assertWaitsForEnder(subject, 'breaks-lease');
    assert.match(edge.target ?? '', /\/file$/);
    assert.deepEqual(othersOf(answer, waiter), ['time (fs.lease-break-time)']);
    assert.match(
      await closingSentence(waiter),
      /goes on when \S+ \(\d+\) gives back its lease \(F_SETLEASE\), or closes that file; the wait may also be ended by time/,
    );
  }));

for (const [mode, whose, other] of [
  ['terminal', 'has its master', /^a hang-up of its terminal$/],
  ['master', 'has the terminal', /^whoever opens \/dev\/pts\/\d+$/],
] as const) {
  test(`one that reads the ${mode} of a pseudoterminal waits for who ${whose}`, () =>
    stands('blocked-in-call.c', [mode], async subject => {
      const waiter = subject.number('waiter');
      const {answer, edge} = await assertWaitsForEnder(subject, 'reads-terminal');
      assert.match(edge.target ?? '', /^\/dev\/pts\/\d+$/);
      assert.match(othersOf(answer, waiter).join(), other);
    }));
}
