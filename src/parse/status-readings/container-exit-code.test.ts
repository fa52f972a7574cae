import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseContainerExitCode} from './container-exit-code.ts';
import type {Interpretation} from './interpretation.ts';

function read(text: string): Interpretation {
  const result = parseContainerExitCode(text, 'linux');
  return result.ok ? result.interpretation : assert.fail(result.problem);
}

describe('exit codes of containers', () => {
  it('137 is SIGKILL: out of memory, a stop that took too long, or a kill', () => {
    const {status, causes} = read('137');
    assert.equal(status.summary, 'container exit code 137 is 128 + 9: killed by SIGKILL (signal 9)');
    for (const cause of [/out of memory/, /`docker stop`/, /`docker kill`/])
      assert.match(causes.join('\n'), cause);
  });

  it('143 is SIGTERM, which PID 1 ignores unless it has a handler', () => {
    assert.equal(read('143').status.signal, 'SIGTERM');
    assert.match(read('143').causes.join('\n'), /PID 1 itself ignores it without a handler/);
  });

  it('139 is SIGSEGV', () => assert.equal(read('139').status.signal, 'SIGSEGV'));

  it('125 is the runtime, 126 and 127 the command', () => {
    assert.match(read('125').meaning, /was not started/);
    assert.match(read('126').meaning, /could not be executed/);
    assert.match(read('127').meaning, /was not found/);
    for (const text of ['125', '126', '127']) assert.equal(read(text).status.exitStatus, Number(text));
  });

  it('148 is an exit status: a runtime reports no stops', () => {
    assert.equal(read('148').status.exitStatus, 148);
  });

  it('are never below 0 or above 255', () => {
    for (const text of ['-1', '256']) assert.equal(parseContainerExitCode(text, 'linux').ok, false);
  });
});
