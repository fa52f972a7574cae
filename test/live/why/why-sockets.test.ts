import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {assertWaitsForEnder, edgesFrom, factsOf, wakeUpsOf, whyOf} from '../../support/live/why-answer.ts';
import {descriptorTarget} from '../../support/proc-witness.ts';

test('a reader of a unix socket waits for the process with its peer', () =>
  stands('blocked-on-process.c', ['unix'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(edge.target ?? '', /^socket:\[\d+\] to socket:\[\d+\]$/);
    assert.match(answer.summary, / continues only when \S+ \(\d+\) writes to fd \d+, or closes it\./);
  }));

test('a writer to a full unix socket continues when the process with its peer reads', () =>
  stands('blocked-on-process.c', ['unix-full'], async subject => {
    const {answer} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(answer.summary, / continues only when \S+ \(\d+\) reads from fd \d+, or closes it\./);
  }));

test('a process that has the peer of its socket itself learns which of its descriptors that is', () =>
  stands('blocked-on-process.c', ['own-peer'], async subject => {
    const waiter = subject.number('waiter');
    const fd = subject.number('fd');
    const {summary, cycles} = await whyOf(waiter);
    assert.deepEqual(cycles, [[waiter]]);
    const ends = `${descriptorTarget(waiter, fd + 1)}, the peer of ${descriptorTarget(waiter, fd)}`;
    assert.ok(summary.includes(`${ends}, is its own fd ${fd + 1}, `), summary);
  }));

test('a reader of a TCP connection waits for the process that accepted it, not for the listener', () =>
  stands('blocked-on-process.c', ['tcp'], async subject => {
    const {edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(edge.target ?? '', /^127\.0\.0\.1:\d+ to 127\.0\.0\.1:\d+$/);
  }));

test('before it is accepted, a TCP connection waits for the listener', () =>
  stands('blocked-on-process.c', ['tcp-backlog'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.deepEqual(factsOf(edge).slice(2), [
      ['/proc/N/net/tcp', 'socket:[N]', 'LISTEN'],
      ['/proc/N/fd/N', null, 'socket:[N]'],
    ]);
    assert.match(answer.summary, / accepts the connection on fd \d+ and writes to it, or closes it\./);
  }));

test('a process that reads datagrams waits for a message to the name of its socket', () =>
  stands('blocked-on-process.c', ['datagram'], async subject => {
    const waiter = subject.number('waiter');
    const [wakeUp] = wakeUpsOf(await whyOf(waiter), waiter);
    assert.ok(wakeUp?.kind === 'message');
    assert.match(wakeUp.at ?? '', /^@[\da-f]{5}$/);
  }));

test('a process that accepts connections waits for no other', () =>
  stands('blocked-on-process.c', ['accept'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await whyOf(waiter);
    assert.deepEqual(edgesFrom(answer, waiter), []);
    assert.deepEqual(answer.roots, [waiter]);
    const [wakeUp] = wakeUpsOf(answer, waiter);
    assert.ok(wakeUp?.kind === 'connection');
    assert.match(wakeUp.at, /^127\.0\.0\.1:\d+$/);
  }));
