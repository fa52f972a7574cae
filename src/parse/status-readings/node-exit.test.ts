import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Platform} from '../signals/signals.ts';
import type {Interpretation} from './interpretation.ts';
import {parseNodeExit} from './node-exit.ts';
import type {StatusProblem} from './status-problem.ts';

function read(text: string, platform: Platform = 'linux'): Interpretation {
  const result = parseNodeExit(text, platform);
  return result.ok ? result.interpretation : assert.fail(result.problem.kind);
}

function problem(text: string): StatusProblem {
  const result = parseNodeExit(text, 'linux');
  return result.ok ? assert.fail(result.interpretation.status.hex) : result.problem;
}

describe('exits as Node reports them', () => {
  it('a signalCode is a name, alone or next to the null of exitCode', () => {
    for (const text of ['SIGTERM', 'sigterm', "null, 'SIGTERM'", "[ null, 'SIGTERM' ]", '(null,"SIGTERM")']) {
      assert.equal(read(text).status.signal, 'SIGTERM', text);
    }
  });

  it('an exitCode is a number, alone or next to the null of signalCode', () => {
    for (const text of ['3', '3, null', '[ 3, null ]']) assert.equal(read(text).status.exitStatus, 3, text);
  });

  it('137 is an exit status: a death by SIGKILL would come as its name', () => {
    assert.equal(read('137').status.exitStatus, 137);
  });

  it('-2 is no status but a spawn that failed with ENOENT', () => {
    const {status, doubt, notation} = read('-2');
    assert.equal(doubt, null);
    assert.deepEqual(notation, {readAs: 'node', exitCode: -2, failedWith: 'ENOENT'});
    assert.deepEqual([status.kind, status.raw, status.hex], ['unrecognized', -2, '0xfffffffe']);
  });

  it('EAGAIN is -11 on Linux and -35 on macOS', () => {
    const again = {readAs: 'node', failedWith: 'EAGAIN'};
    assert.deepEqual(read('-11').notation, {...again, exitCode: -11});
    assert.deepEqual(read('-35', 'darwin').notation, {...again, exitCode: -35});
    assert.deepEqual(problem('-35'), {kind: 'node-exit-code', text: '-35'});
  });

  it('both null is a child that still runs, and an empty signalCode a real-time signal', () => {
    assert.deepEqual(problem('null, null'), {kind: 'node-both-null'});
    assert.deepEqual(problem("null, ''"), {kind: 'node-nameless-signal'});
  });

  it('nothing else is one', () => {
    assert.deepEqual(problem('SIGFOO'), {kind: 'node-signal', text: 'SIGFOO', platform: 'linux'});
    assert.deepEqual(problem('1, SIGTERM'), {kind: 'node-form', text: '1, SIGTERM'});
    for (const text of ['256', '-99']) assert.deepEqual(problem(text), {kind: 'node-exit-code', text});
    assert.deepEqual(problem('0xZZ'), {kind: 'not-a-number', text: '0xZZ'});
    assert.deepEqual(problem(''), {kind: 'empty'});
  });
});
