import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Interpretation} from './interpretation.ts';
import {parseSystemdStatus} from './systemd-status.ts';

function read(text: string): Interpretation {
  const result = parseSystemdStatus(text, 'linux');
  return result.ok ? result.interpretation : assert.fail(result.problem);
}

function problem(text: string): string {
  const result = parseSystemdStatus(text, 'linux');
  return result.ok ? assert.fail(result.interpretation.status.summary) : result.problem;
}

describe('statuses as systemd shows them', () => {
  it('203 could not execute the program', () => {
    for (const text of [
      '203',
      '203/EXEC',
      'status=203/EXEC',
      'Main PID: 1203 (code=exited, status=203/EXEC)',
    ]) {
      const {status, meaning} = read(text);
      assert.equal(status.summary, 'status=203/EXEC: exited with status 203');
      assert.equal(meaning, 'systemd could not execute the program; the program was never started.');
    }
  });

  it('217 is about the user, with the setting to look at', () => {
    assert.match(read('217/USER').causes.join('\n'), /User= or PrivateUsers= of the unit/);
  });

  it('a signal is told by its code, or by its name after the slash', () => {
    for (const text of [
      '9/KILL',
      'code=killed, status=9/KILL',
      '(code=killed, signal=KILL)',
      'code=killed, status=9',
    ]) {
      const {status} = read(text);
      assert.equal(status.summary, 'code=killed, status=9/KILL: killed by SIGKILL (signal 9)');
    }
  });

  it('a dump has the core bit', () => {
    assert.deepEqual(read('code=dumped, status=11/SEGV').status.raw, 0x8b);
    assert.equal(read('code=dumped, signal=ABRT').status.coreDumped, true);
  });

  it('6/ABRT is a signal and 6/NOTCONFIGURED an exit status', () => {
    assert.equal(read('6/ABRT').status.signal, 'SIGABRT');
    assert.equal(read('6/NOTCONFIGURED').status.exitStatus, 6);
    assert.match(read('6/NOTCONFIGURED').meaning, /not configured/);
  });

  it('137 is an exit status: systemd tells a death by the name of the signal', () => {
    assert.equal(read('137').status.exitStatus, 137);
  });

  it('a number and a name that do not fit each other are refused', () => {
    assert.equal(problem('203/USER'), '"203/USER" contradicts itself: systemd says EXEC for 203.');
    assert.equal(problem('199/EXEC'), '"199/EXEC" contradicts itself: systemd has no name for 199.');
    assert.equal(problem('code=killed, status=9/TERM'), '"9/TERM" contradicts itself: signal 9 is SIGKILL.');
    assert.equal(problem('signal=FOO'), 'Linux has no signal "FOO".');
    assert.equal(problem('code=killed, status=0'), 'Linux has no signal "0".');
  });

  it('nothing else is one', () => {
    for (const text of ['256', '-1', '1203/EXEC', 'code=exited', 'failed', '', '/', '017']) {
      assert.match(problem(text), /\.$/);
    }
  });
});
