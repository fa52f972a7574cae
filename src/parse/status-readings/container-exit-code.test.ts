import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseContainerExitCode} from './container-exit-code.ts';
import type {Interpretation} from './interpretation.ts';

function read(text: string): Interpretation {
  const result = parseContainerExitCode(text, 'linux');
  return result.ok ? result.interpretation : assert.fail(result.problem.kind);
}

describe('exit codes of containers', () => {
  it('137 is 128 + 9, a death by SIGKILL', () => {
    const {status, notation} = read('137');
    assert.deepEqual(notation, {readAs: 'container', value: 137, signalNumber: 9});
    assert.deepEqual([status.kind, status.signal], ['signaled', 'SIGKILL']);
  });

  it('143 is SIGTERM, and 139 SIGSEGV', () => {
    assert.deepEqual([read('143').status.signal, read('139').status.signal], ['SIGTERM', 'SIGSEGV']);
  });

  it('125 to 128 are exit statuses', () => {
    for (const value of [125, 126, 127, 128]) {
      assert.equal(read(`${value}`).status.exitStatus, value);
      assert.deepEqual(read(`${value}`).notation, {readAs: 'container', value, signalNumber: null});
    }
  });

  it('148 is an exit status: a runtime reports no stops', () => {
    assert.equal(read('148').status.exitStatus, 148);
  });

  it('are never below 0 or above 255', () => {
    for (const text of ['-1', '256'])
      assert.deepEqual(parseContainerExitCode(text, 'linux'), {
        ok: false,
        problem: {kind: 'container-range', text},
      });
  });
});
