import assert from 'node:assert/strict';
import {kill} from 'node:process';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {assertWaitsForEnder, edgesFrom, factsOf, wakeUpsOf, whyOf} from '../../support/live/why-answer.ts';
import {descendantsOf, stateOf} from '../../support/proc-witness.ts';
import {until} from '../../support/subject.ts';

for (const [mode, doing] of [
  ['suspended', 'sleeps until a signal comes and catches SIGCHLD'],
  ['sigwait', 'takes signals, SIGCHLD among them,'],
] as const) {
  test(`a process that ${doing} likely waits for its child`, () =>
    stands('blocked-in-call.c', [mode], async subject => {
      const waiter = subject.number('waiter');
      const answer = await whyOf(waiter);
      assert.deepEqual(
        edgesFrom(answer, waiter).map(({kind, to, certainty}) => ({kind, to, certainty})),
        descendantsOf(waiter).map(child => ({kind: 'waits-for-child', to: child, certainty: 'likely'})),
      );
      assert.equal(edgesFrom(answer, waiter).length, 1);
      assert.deepEqual(wakeUpsOf(answer, waiter), [{kind: 'signal'}]);
    }));
}

for (const [mode, kind] of [
  ['childless', 'signal'],
  ['shared-futex', 'shared-memory'],
] as const) {
  test(`a process that is blocked as ${mode} waits for ${kind}`, () =>
    stands('blocked-in-call.c', [mode], async subject => {
      const waiter = subject.number('waiter');
      const answer = await whyOf(waiter);
      assert.deepEqual(edgesFrom(answer, waiter), []);
      assert.deepEqual(wakeUpsOf(answer, waiter), [{kind}]);
    }));
}

test('a process whose call continues after a stop waits for time, or the end of a restarted call', () =>
  stands('blocked-on-process.c', ['sleep'], async subject => {
    const waiter = subject.number('waiter');
    kill(waiter, 'SIGSTOP');
    await until('a stop', () => stateOf(waiter) === 'T');
    kill(waiter, 'SIGCONT');
    await until('the call to continue', () => stateOf(waiter) === 'S');
    const [wakeUp, ...more] = wakeUpsOf(await whyOf(waiter), waiter);
    assert.deepEqual(more, []);
    assert.ok(wakeUp?.kind === 'time' || wakeUp?.kind === 'restarted-call', wakeUp?.kind);
  }));

test('a process that connects to a unix socket with a full queue waits for its listener', () =>
  stands('blocked-in-call.c', ['unix-full'], async subject => {
    const {edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.deepEqual(factsOf(edge), [
      ['/proc/N/fd/N', null, 'socket:[N]'],
      ['/proc/N/net/unix', 'socket:[N]', 'LISTEN'],
      ['/proc/N/fd/N', null, 'socket:[N]'],
    ]);
  }));

test('a process that connects by another path of the socket likely waits for the listener, too', () =>
  stands('blocked-in-call.c', ['unix-path'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await whyOf(waiter);
    assert.deepEqual(
      edgesFrom(answer, waiter).map(({to, certainty}) => ({to, certainty})),
      [{to: subject.number('ender'), certainty: 'likely'}],
    );
  }));

test('before it is accepted, a connection to a unix socket waits for the listener', () =>
  stands('blocked-in-call.c', ['unix-queued'], async subject => {
    const {edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.deepEqual(factsOf(edge), [
      ['/proc/N/fd/N', null, 'socket:[N]'],
      ['sock_diag', 'socket:[N]', 'LISTEN'],
      ['/proc/N/fd/N', null, 'socket:[N]'],
    ]);
  }));

test('a process that opens a FIFO waits for a writer, and the FIFO is named', () =>
  stands('blocked-in-call.c', ['open-fifo'], async subject => {
    const waiter = subject.number('waiter');
    const [wakeUp] = wakeUpsOf(await whyOf(waiter), waiter);
    assert.ok(wakeUp?.kind === 'fifo-end');
    assert.equal(wakeUp.accessMode, 'r');
    assert.match(wakeUp.path ?? '', /^\/tmp\/procdoc-blocked-\w{6}\/fifo$/);
  }));

test('a process that opens a file with a lease waits for the holder, or until the time is up', () =>
  stands('blocked-in-call.c', ['lease'], async subject => {
    const waiter = subject.number('waiter');
    const {answer, edge} = await assertWaitsForEnder(subject, 'breaks-lease');
    assert.match(edge.target ?? '', /\/file$/);
    assert.deepEqual(wakeUpsOf(answer, waiter), [{kind: 'lease-break-time'}]);
    assert.match(answer.summary, / gives back its lease \(F_SETLEASE\) /);
  }));

for (const [mode, otherEnd, kind] of [
  ['terminal', 'its master', 'terminal-hangup'],
  ['master', 'the terminal', 'terminal-open'],
] as const) {
  test(`a process that reads the ${mode} of a pseudoterminal waits for the one with ${otherEnd}`, () =>
    stands('blocked-in-call.c', [mode], async subject => {
      const waiter = subject.number('waiter');
      const {answer, edge} = await assertWaitsForEnder(subject, 'reads-terminal');
      assert.match(edge.target ?? '', /^\/dev\/pts\/\d+$/);
      assert.deepEqual(
        wakeUpsOf(answer, waiter).map(wakeUp => wakeUp.kind),
        [kind],
      );
    }));
}
