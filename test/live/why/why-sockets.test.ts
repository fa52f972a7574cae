import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stands} from '../../support/live/stands.ts';
import {assertWaitsForEnder, edgesFrom, othersOf, whyOf} from '../../support/live/why-answer.ts';
import {descriptorTarget} from '../../support/proc-witness.ts';

test('a reader of a unix socket waits for who has its peer', () =>
  stands('blocked-on-process.c', ['unix'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(edge.target ?? '', /^socket:\[\d+\] to socket:\[\d+\]$/);
    assert.match(answer.summary, / goes on only when \S+ \(\d+\) writes to its fd \d+, or closes it\.$/);
  }));

test('a writer to a full unix socket goes on when who has its peer reads from it', () =>
  stands('blocked-on-process.c', ['unix-full'], async subject => {
    const {answer} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(answer.summary, / goes on only when \S+ \(\d+\) reads from its fd \d+, or closes it\.$/);
  }));

test('one that has the peer of its socket itself is told which of its descriptors that is', () =>
  stands('blocked-on-process.c', ['own-peer'], async subject => {
    const waiter = subject.number('waiter');
    const fd = subject.number('fd');
    const {summary, cycles} = await whyOf(waiter);
    assert.deepEqual(cycles, [[waiter]]);
    const ends = `${descriptorTarget(waiter, fd + 1)}, the peer of ${descriptorTarget(waiter, fd)}`;
    assert.ok(summary.includes(`nobody else has ${ends}, which is its own fd ${fd + 1}`), summary);
  }));

test('a reader of a TCP connection waits for who accepted it, not for who listens', () =>
  stands('blocked-on-process.c', ['tcp'], async subject => {
    const {edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(edge.target ?? '', /^127\.0\.0\.1:\d+ to 127\.0\.0\.1:\d+$/);
  }));

test('before it is accepted, a connection waits for who listens', () =>
  stands('blocked-on-process.c', ['tcp-backlog'], async subject => {
    const {answer, edge} = await assertWaitsForEnder(subject, 'connects-to');
    assert.match(edge.evidence.join(), /listens, and has not accepted that connection/);
    assert.match(answer.summary, / accepts the connection on its fd \d+ and writes to it, or closes it\.$/);
  }));

test('one that reads datagrams waits for a message on the name of its socket', () =>
  stands('blocked-on-process.c', ['datagram'], async subject => {
    const waiter = subject.number('waiter');
    assert.match(othersOf(await whyOf(waiter), waiter).join(), /^a message on @[\da-f]{5}$/);
  }));

test('one that accepts connections waits for no process', () =>
  stands('blocked-on-process.c', ['accept'], async subject => {
    const waiter = subject.number('waiter');
    const answer = await whyOf(waiter);
    assert.deepEqual(edgesFrom(answer, waiter), []);
    assert.deepEqual(answer.roots, [waiter]);
    assert.match(othersOf(answer, waiter).join(), /^a connection to 127\.0\.0\.1:\d+$/);
  }));
