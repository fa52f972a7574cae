import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {canKill} from '../../parse/signals/signal-actions.ts';
import {PLATFORMS, signalName} from '../../parse/signals/signals.ts';
import {READINGS, type ReadAs, readStatus} from '../../parse/status-readings/status-readings.ts';
import {exitCodeExplanation} from './exit-code-meanings.ts';
import {explanationOf} from './explain-status.ts';
import type {Explanation} from './explanation.ts';
import {decodeStatusJson} from './json.ts';
import {signalExplanation} from './signal-meanings.ts';

function explained(text: string, readAs: ReadAs): Explanation {
  const result = readStatus(text, readAs);
  return result.ok ? explanationOf(result.reading) : assert.fail(result.problem.kind);
}

/** Whether the number is -1, whose causes are those of a status that was lost. */
function isLost(number: number): boolean {
  return (number | 0) === -1;
}

function causes(text: string, readAs: ReadAs): string {
  return explained(text, readAs).causes.join('\n');
}

/** A meaning is made of sentences; a cause is a phrase. */
function assertWhole({meaning, causes}: Explanation): void {
  assert.match(meaning, /^(?:[A-Z]|exit|xargs|timeout|systemd|waitpid).*\.$/);
  assert.doesNotMatch(meaning, /undefined|NaN/);
  for (const cause of causes) assert.match(cause, /[^.\s]$/);
}

describe('meanings of signals', () => {
  it('every signal of every platform has one', () => {
    const names = PLATFORMS.flatMap(platform =>
      Array.from({length: 127}, (_, index) => signalName(index + 1, platform) ?? []).flat(),
    );
    for (const name of names) assertWhole(signalExplanation(name));
  });

  it('every standard signal that kills on Linux has a cause to look for', () => {
    const killing = Array.from({length: 31}, (_, index) => index + 1).filter(number => canKill(number));
    for (const number of killing) {
      const name = signalName(number) ?? assert.fail(`${number}`);
      assert.notEqual(signalExplanation(name).causes.length, 0, name);
    }
  });

  it('the two signals of the C library are not called real-time signals', () => {
    assert.match(signalExplanation('SIG32').meaning, /C library/);
    assert.match(signalExplanation('SIGRTMIN').meaning, /real-time/);
  });

  it('SIGKILL comes from the OOM killer, a grace period that was over, or kill -9', () => {
    for (const cause of [/out of memory/, /`docker stop`/, /kill -9/])
      assert.match(signalExplanation('SIGKILL').causes.join('\n'), cause);
  });
});

describe('meanings of exit codes', () => {
  it('every exit code has one', () => {
    for (let code = 0; code <= 255; code++) assertWhole(exitCodeExplanation(code, 'linux'));
  });

  it('126 was found but not executed, 127 was not found', () => {
    assert.match(exitCodeExplanation(126, 'linux').meaning, /could not be executed/);
    assert.match(exitCodeExplanation(127, 'linux').meaning, /not found/);
  });
});

describe('meanings by reading', () => {
  it('$? may always be the exit status of the command itself', () => {
    assert.equal(explained('143', 'shell').causes.at(-1), 'the command itself exited with 143');
  });

  it('$? 142 is SIGALRM, or a read -t of bash that ran out of time', () => {
    assert.match(causes('142', 'shell'), /`read -t`/);
  });

  it('returncode 137 comes from a shell in between, and returncode 0 may hide a failure', () => {
    assert.match(explained('137', 'python').causes[0] ?? '', /shell=True/);
    assert.match(causes('0', 'python'), /SIGCHLD is ignored/);
  });

  it('container exit code 137 is out of memory, a stop that took too long, or a kill', () => {
    for (const cause of [/out of memory/, /`docker stop`/, /`docker kill`/])
      assert.match(causes('137', 'container'), cause);
  });

  it('container exit codes 125 to 127 are about the runtime and the command', () => {
    assert.match(explained('125', 'container').meaning, /was not started/);
    assert.match(explained('126', 'container').meaning, /could not be executed/);
    assert.match(explained('127', 'container').meaning, /was not found/);
  });

  it('container exit code 143 is SIGTERM, which PID 1 ignores without a handler', () => {
    assert.match(causes('143', 'container'), /PID 1 itself ignores SIGTERM without a handler/);
  });

  it('systemd has a setting to look at, and the convention of the LSB', () => {
    assert.match(explained('203', 'systemd').meaning, /never started/);
    assert.match(causes('217/USER', 'systemd'), /User= or PrivateUsers= of the unit/);
    assert.match(explained('6/NOTCONFIGURED', 'systemd').meaning, /not configured/);
  });

  it('a spawn that failed has the errno, and why spawn fails with it', () => {
    assert.match(explained('-2', 'node').meaning, /ENOENT/);
    assert.match(causes('-2', 'node'), /PATH/);
  });

  it('-1 is a status that was lost, by a call that failed, Go, PHP or Jenkins', () => {
    assert.match(explained('-1', 'wait').meaning, /lost/);
    for (const who of [/ECHILD/, /Go:/, /PHP:/, /Jenkins:/]) assert.match(causes('-1', 'wait'), who);
  });

  it('an exit status that programs have in common names them', () => {
    assert.match(causes('9', 'shell'), /Node: an option/);
    assert.match(causes('13', 'shell'), /Node: a top-level await/);
    assert.match(causes('129', 'shell'), /git or perf: wrong usage/);
    assert.match(causes('132', 'shell'), /mpirun/);
    assert.match(causes('137', 'shell'), /`timeout -k`/);
    assert.match(causes('127', 'shell'), /`set -u`/);
    assert.match(causes('255', 'shell'), /killed by any signal/);
    assert.match(causes('254', 'shell'), /npm: ENOENT/);
    assert.match(causes('139', 'container'), /abort\(\) of PID 1/);
    assert.match(causes('11', 'wait'), /RLIMIT_AS/);
    assert.match(causes('9', 'wait'), /seccomp strict mode/);
  });

  it('timeout passes no death on as 128 + n', () => {
    assert.doesNotMatch(causes('0x8f00', 'wait'), /timeout/);
  });

  it('an exit code of Windows has the meaning of its NTSTATUS', () => {
    assert.match(explained('3221225786', 'windows').meaning, /interrupted from its console/);
    assert.match(explained('-1073740791', 'windows').meaning, /fail fast/);
    assert.match(explained('0xE0434352', 'windows').meaning, /\.NET/);
  });

  it('a stop under ptrace is the work of a tracer', () => {
    for (const text of ['0x1057f', '0x857f', '0x0f7f']) assert.match(causes(text, 'wait'), /tracer/);
  });
});

it('any reading of any number is explained in whole sentences', () => {
  const anyNumber = fc.oneof(
    fc.integer({min: -130, max: 300}),
    fc.integer({min: -(2 ** 31), max: 2 ** 32 - 1}),
  );
  const anyReading = fc.constantFrom(undefined, ...READINGS);
  fc.assert(
    fc.property(anyNumber, anyReading, fc.constantFrom(...PLATFORMS), (number, asked, platform) => {
      const result = readStatus(String(number), asked, platform);
      if (!result.ok) return;
      const [status] = decodeStatusJson([result.reading]).statuses;
      assert.ok(status);
      for (const one of [status, ...status.alternatives]) {
        assertWhole(one);
        assert.equal(one.implausibleBecause === null, one.plausible);
        if (!one.plausible && !isLost(number)) assert.deepEqual(one.causes, []);
        assert.doesNotMatch(`${one.summary}${one.implausibleBecause}`, /undefined|NaN|\.$/);
      }
      const summaries = [status, ...status.alternatives].map(({summary}) => summary);
      assert.equal(new Set(summaries).size, summaries.length);
    }),
    {numRuns: 2000},
  );
});
