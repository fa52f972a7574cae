import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Platform} from '../signals/signals.ts';
import type {Interpretation} from './interpretation.ts';
import {parseNodeExit} from './node-exit.ts';

function read(text: string, platform: Platform = 'linux'): Interpretation {
  const result = parseNodeExit(text, platform);
  return result.ok ? result.interpretation : assert.fail(result.problem);
}

function problem(text: string): string {
  const result = parseNodeExit(text, 'linux');
  return result.ok ? assert.fail(result.interpretation.status.summary) : result.problem;
}

describe('exits as Node tells them', () => {
  it('a signalCode is a name, alone or beside the null of exitCode', () => {
    for (const text of ['SIGTERM', 'sigterm', "null, 'SIGTERM'", "[ null, 'SIGTERM' ]", '(null,"SIGTERM")']) {
      assert.equal(read(text).status.signal, 'SIGTERM', text);
    }
  });

  it('an exitCode is a number, alone or beside the null of signalCode', () => {
    for (const text of ['3', '3, null', '[ 3, null ]']) assert.equal(read(text).status.exitStatus, 3, text);
  });

  it('137 is an exit status: a death by SIGKILL would come as its name', () => {
    assert.equal(read('137').status.exitStatus, 137);
  });

  it('-2 is no status but a spawn that failed with ENOENT', () => {
    const {status, implausibleBecause} = read('-2');
    assert.equal(implausibleBecause, null);
    assert.deepEqual([status.kind, status.raw, status.hex], ['unrecognized', -2, '0xfffffffe']);
    assert.match(status.summary, /ENOENT/);
  });

  it('EAGAIN is -11 on Linux and -35 on macOS', () => {
    assert.match(read('-11').status.summary, /EAGAIN/);
    assert.match(read('-35', 'darwin').status.summary, /EAGAIN/);
    assert.match(problem('-35'), /^"-35" is no exitCode of Node: give an exitCode/);
  });

  it('both null is a child that still runs, and an empty signalCode a real-time signal', () => {
    assert.match(problem('null, null'), /while the child runs/);
    assert.match(problem("null, ''"), /real-time signal/);
  });

  it('nothing else is one', () => {
    assert.match(problem('SIGFOO'), /^Linux has no signal "SIGFOO": give an exitCode/);
    for (const text of ['256', '1, SIGTERM', '-99', '0xZZ', '']) assert.match(problem(text), /\.$/);
  });
});
