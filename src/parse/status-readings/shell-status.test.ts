import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Platform} from '../signals/signals.ts';
import type {Interpretation} from './interpretation.ts';
import {parseShellStatus} from './shell-status.ts';

function read(text: string, platform: Platform = 'linux'): Interpretation {
  const result = parseShellStatus(text, platform);
  return result.ok ? result.interpretation : assert.fail(result.problem);
}

describe('$? of a shell', () => {
  it('up to 128 is an exit status', () => {
    for (const text of ['0', '1', '127', '128']) {
      const {status} = read(text);
      assert.deepEqual([status.kind, status.exitStatus], ['exited', Number(text)]);
    }
  });

  it('143 is a death by SIGTERM, unless the command itself exited with 143', () => {
    const {status, causes} = read('143');
    assert.deepEqual([status.kind, status.signal, status.raw], ['signaled', 'SIGTERM', 15]);
    assert.equal(causes.at(-1), 'the command itself exited with 143');
  });

  it('139 does not tell whether SIGSEGV dumped core; 137 tells that SIGKILL did not', () => {
    assert.ok(!('coreDumped' in read('139').status));
    assert.equal(read('137').status.coreDumped, false);
  });

  it('148 is a job that Ctrl-Z stopped', () => {
    const {status} = read('148');
    assert.deepEqual([status.kind, status.signal, status.hex], ['stopped', 'SIGTSTP', '0x147f']);
  });

  it('142 is SIGALRM, or a read -t of bash that ran out of its time', () => {
    assert.match(read('142').causes.join('\n'), /`read -t`/);
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
        problem: `"${text}" is no $?: a shell gives 0 to 255.`,
      });
    }
  });
});
