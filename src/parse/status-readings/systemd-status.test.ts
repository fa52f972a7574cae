import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Interpretation} from './interpretation.ts';
import type {StatusProblem} from './status-problem.ts';
import {parseSystemdStatus} from './systemd-status.ts';

function read(text: string): Interpretation {
  const result = parseSystemdStatus(text, 'linux');
  return result.ok ? result.interpretation : assert.fail(result.problem.kind);
}

function problem(text: string): StatusProblem {
  const result = parseSystemdStatus(text, 'linux');
  return result.ok ? assert.fail(result.interpretation.status.hex) : result.problem;
}

describe('statuses as systemd shows them', () => {
  it('203 is EXEC, alone or in a line of systemctl status', () => {
    for (const text of [
      '203',
      '203/EXEC',
      'status=203/EXEC',
      'Main PID: 1203 (code=exited, status=203/EXEC)',
    ]) {
      const {status, notation} = read(text);
      assert.deepEqual(notation, {readAs: 'systemd', code: null, value: 203, name: 'EXEC'});
      assert.equal(status.exitStatus, 203);
    }
  });

  it('a signal is known by its code, or by its name after the slash', () => {
    for (const text of [
      '9/KILL',
      'code=killed, status=9/KILL',
      '(code=killed, signal=KILL)',
      'code=killed, status=9',
    ]) {
      const {status, notation} = read(text);
      assert.deepEqual(notation, {readAs: 'systemd', code: 'killed', value: 9, name: 'KILL'});
      assert.deepEqual([status.kind, status.signal], ['signaled', 'SIGKILL']);
    }
  });

  it('a dump has the core bit', () => {
    assert.deepEqual(read('code=dumped, status=11/SEGV').status.raw, 0x8b);
    assert.equal(read('code=dumped, signal=ABRT').status.coreDumped, true);
  });

  it('6/ABRT is a signal and 6/NOTCONFIGURED an exit status', () => {
    assert.equal(read('6/ABRT').status.signal, 'SIGABRT');
    assert.equal(read('6/NOTCONFIGURED').status.exitStatus, 6);
  });

  it('137 is an exit status: systemd shows a death with the name of the signal', () => {
    assert.equal(read('137').status.exitStatus, 137);
  });

  it('a number and a name that do not fit each other are refused', () => {
    const name = {kind: 'systemd-name'};
    assert.deepEqual(problem('203/USER'), {...name, text: '203/USER', value: 203, name: 'EXEC'});
    assert.deepEqual(problem('199/EXEC'), {...name, text: '199/EXEC', value: 199, name: null});
    assert.deepEqual(problem('code=killed, status=9/TERM'), {
      kind: 'systemd-signal-name',
      text: '9/TERM',
      value: 9,
      signal: 'SIGKILL',
    });
    const signal = {kind: 'systemd-signal', platform: 'linux'};
    assert.deepEqual(problem('signal=FOO'), {...signal, text: 'FOO'});
    assert.deepEqual(problem('code=killed, status=0'), {...signal, text: '0'});
  });

  it('nothing else is one', () => {
    const form = ['1203/EXEC', 'code=exited', '/', 'killed by signal 9', '128 and 9'];
    for (const text of form) assert.deepEqual(problem(text), {kind: 'systemd-form', text});
    for (const value of [256, -1]) assert.deepEqual(problem(`${value}`), {kind: 'systemd-range', value});
    assert.deepEqual(problem('failed'), {kind: 'not-a-number', text: 'failed'});
    assert.deepEqual(problem(''), {kind: 'empty'});
    assert.equal(problem('017').kind, 'ambiguous-octal');
  });
});
