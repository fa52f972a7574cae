import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Platform} from '../signals/signals.ts';
import type {Interpretation} from './interpretation.ts';
import {parseShellStatus} from './shell-status.ts';

function read(text: string, platform: Platform = 'linux'): Interpretation {
  const result = parseShellStatus(text, platform);
  return result.ok ? result.interpretation : assert.fail(result.problem.kind);
}

describe('$? of a shell', () => {
  it('up to 128 is an exit status', () => {
    for (const text of ['0', '1', '127', '128']) {
      const {status} = read(text);
      assert.deepEqual([status.kind, status.exitStatus], ['exited', Number(text)]);
    }
  });

  it('143 is 128 + 15, a death by SIGTERM', () => {
    const {status, notation} = read('143');
    assert.deepEqual([status.kind, status.signal, status.raw], ['signaled', 'SIGTERM', 15]);
    assert.deepEqual(notation, {readAs: 'shell', value: 143, signalNumber: 15});
  });

  it('139 leaves open whether SIGSEGV dumped core; 137 is a death by SIGKILL without a core', () => {
    assert.ok(!('coreDumped' in read('139').status));
    assert.equal(read('137').status.coreDumped, false);
  });

  it('148 is a job that Ctrl-Z stopped', () => {
    const {status, notation} = read('148');
    assert.deepEqual(notation, {readAs: 'shell', value: 148, signalNumber: 20});
    assert.deepEqual([status.kind, status.signal, status.hex], ['stopped', 'SIGTSTP', '0x147f']);
  });

  it('145 is an exit status on Linux: no process dies of SIGCHLD; on macOS 145 is a stop', () => {
    assert.equal(read('145').status.kind, 'exited');
    assert.equal(read('145', 'darwin').status.signal, 'SIGSTOP');
  });

  it('192 is SIGRTMAX, and above it there are exit statuses', () => {
    assert.equal(read('192').status.signal, 'SIGRTMAX');
    assert.equal(read('193').status.exitStatus, 193);
    assert.equal(read('254', 'freebsd').status.signal, 'SIGRTMAX');
  });

  it('is never below 0 or above 255', () => {
    for (const text of ['-1', '256']) {
      assert.deepEqual(parseShellStatus(text, 'linux'), {
        ok: false,
        problem: {kind: 'shell-range', text},
      });
    }
  });
});
