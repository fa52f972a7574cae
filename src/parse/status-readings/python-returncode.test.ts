import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Interpretation} from './interpretation.ts';
import {parsePythonReturncode} from './python-returncode.ts';

function read(text: string): Interpretation {
  const result = parsePythonReturncode(text, 'linux');
  return result.ok ? result.interpretation : assert.fail(result.problem.kind);
}

describe('returncode of Python', () => {
  it('-9 is a death by SIGKILL', () => {
    assert.deepEqual([read('-9').status.kind, read('-9').status.signal], ['signaled', 'SIGKILL']);
  });

  it('137 is an exit status: subprocess reports a death by SIGKILL as -9', () => {
    assert.equal(read('137').status.exitStatus, 137);
    assert.deepEqual(read('137').notation, {readAs: 'python', value: 137});
  });

  it('-17 is implausible: SIGCHLD kills no process', () => {
    assert.deepEqual(read('-17').doubt, {kind: 'signal-never-kills', signal: 'SIGCHLD', action: 'ignore'});
  });

  it('is never above 255, nor minus what is no signal', () => {
    assert.deepEqual(parsePythonReturncode('256', 'linux'), {
      ok: false,
      problem: {kind: 'returncode-range', text: '256'},
    });
    assert.deepEqual(parsePythonReturncode('-65', 'linux'), {
      ok: false,
      problem: {kind: 'returncode-signal', text: '-65', signalNumber: 65, platform: 'linux'},
    });
  });
});
