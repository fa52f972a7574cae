import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {processOf} from '../../../test/wait-chain.ts';
import {found, unreadable} from '../../kernel/read.ts';
import type {PidStatus} from '../../parse/pid-status.ts';
import type {Process} from '../../snapshot/process.ts';
import {catchesSignals, endingOf} from './end-signal.ts';

const TERM = 1n << 14n;
const unseen = {pid: 4, status: () => unreadable('ENOENT'), liveThreads: () => []} as unknown as Process;

describe('how to end processes', () => {
  it('is by SIGTERM, and by SIGKILL those on which that has no effect', () => {
    const deaf = processOf(2, 'b', {ignored: TERM});
    assert.deepEqual(endingOf([processOf(1, 'a'), deaf, processOf(3, 'c')]), {
      command: 'kill -TERM 1 3; kill -KILL 2',
      reason: '2 ignores SIGTERM',
    });
    assert.deepEqual(endingOf([deaf]), {command: 'kill -KILL 2', reason: 'it ignores SIGTERM'});
    assert.deepEqual(endingOf([unseen]), {command: 'kill -TERM 4', reason: undefined});
  });

  it('is by SIGTERM as long as one thread does not block it', () => {
    const thread = (blocked: PidStatus['blocked']) => ({status: () => found({blocked})});
    const process = processOf(1, 'a', {blocked: TERM});
    const half = {...process, liveThreads: () => [thread(TERM), thread(0n)]} as unknown as Process;
    assert.equal(endingOf([half]).command, 'kill -TERM 1');
    assert.deepEqual(endingOf([process]), {command: 'kill -KILL 1', reason: 'it blocks SIGTERM'});
  });

  it('is by SIGKILL for a PID 1 of a pid namespace that has no handler', () => {
    const inner = {nspids: [9, 1]};
    assert.equal(endingOf([processOf(9, 'init', inner)]).command, 'kill -KILL 9');
    assert.equal(endingOf([processOf(9, 'init', {...inner, caught: TERM})]).command, 'kill -TERM 9');
  });
});

describe('a process', () => {
  it('catches signals if it has a handler, or where that may not be seen', () => {
    assert.equal(catchesSignals(processOf(1, 'a')), false);
    assert.equal(catchesSignals(processOf(1, 'a', {caught: 2n})), true);
    assert.equal(catchesSignals(unseen), true);
  });
});
