import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Interpretation} from './interpretation.ts';
import {parsePythonReturncode} from './python-returncode.ts';

function read(text: string): Interpretation {
  const result = parsePythonReturncode(text, 'linux');
  return result.ok ? result.interpretation : assert.fail(result.problem);
}

describe('returncode of Python', () => {
  it('-9 is a death by SIGKILL', () => {
    assert.deepEqual([read('-9').status.kind, read('-9').status.signal], ['signaled', 'SIGKILL']);
  });

  it('137 is an exit status: a shell in between made it of a SIGKILL', () => {
    const {status, causes} = read('137');
    assert.equal(status.exitStatus, 137);
    assert.match(causes[0] ?? '', /shell=True/);
  });

  it('0 may hide a failure, where SIGCHLD is ignored', () => {
    assert.match(read('0').causes.join('\n'), /SIGCHLD is ignored/);
  });

  it('-17 is implausible: SIGCHLD kills nobody', () => {
    assert.match(read('-17').implausibleBecause ?? '', /SIGCHLD kills no process/);
  });

  it('is never above 255, nor minus what is no signal', () => {
    assert.deepEqual(parsePythonReturncode('256', 'linux'), {
      ok: false,
      problem: '"256" is no returncode: that is 0 to 255, or minus the number of a signal.',
    });
    assert.deepEqual(parsePythonReturncode('-65', 'linux'), {
      ok: false,
      problem: '"-65" is no returncode: Linux has no signal 65.',
    });
  });
});
