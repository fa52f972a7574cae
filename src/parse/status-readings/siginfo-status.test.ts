import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Platform} from '../signals/signals.ts';
import type {Interpretation} from './interpretation.ts';
import type {ChildCode} from './notation.ts';
import {parseSiginfoStatus} from './siginfo-status.ts';
import type {SiginfoMismatch, StatusProblem} from './status-problem.ts';

function read(text: string, platform: Platform = 'linux'): Interpretation {
  const result = parseSiginfoStatus(text, platform);
  return result.ok ? result.interpretation : assert.fail(result.problem.kind);
}

function problem(text: string): StatusProblem {
  const result = parseSiginfoStatus(text, 'linux');
  return result.ok ? assert.fail(result.interpretation.status.hex) : result.problem;
}

function mismatch(code: ChildCode, value: number): SiginfoMismatch {
  return {kind: 'siginfo-mismatch', code, value, platform: 'linux'};
}

describe('si_code and si_status', () => {
  it('are given by name or number, as a pair or among the rest of a siginfo', () => {
    const written = [
      'CLD_KILLED,9',
      'CLD_KILLED SIGKILL',
      '2,9',
      ' 2 9 ',
      'si_code=CLD_KILLED,si_status=9',
      '--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_KILLED, si_pid=7, si_uid=0, si_status=SIGKILL, si_utime=0} ---',
    ];
    for (const text of written) {
      const {notation, status} = read(text);
      assert.deepEqual(notation, {readAs: 'siginfo', code: 'CLD_KILLED', value: 9}, text);
      assert.deepEqual([status.kind, status.signal], ['signaled', 'SIGKILL'], text);
    }
  });

  const statuses: readonly [string, number][] = [
    ['CLD_EXITED, 128', 0x8000],
    ['CLD_KILLED, SIGTERM', 0x000f],
    ['CLD_DUMPED, SIGILL', 0x0084],
    ['CLD_TRAPPED, 0x605', 0x6_057f],
    ['CLD_STOPPED, SIGSTOP', 0x137f],
    ['CLD_CONTINUED, SIGCONT', 0xffff],
  ];
  for (const [text, raw] of statuses) {
    it(`${text} is 0x${raw.toString(16).padStart(4, '0')} of waitpid(2)`, () =>
      assert.equal(read(text).status.raw, raw));
  }

  it('CLD_CONTINUED is what waitpid(2) gives on each platform', () => {
    assert.equal(read('CLD_CONTINUED, 19', 'darwin').status.kind, 'continued');
    assert.equal(read('CLD_CONTINUED, 19', 'freebsd').status.kind, 'continued');
    assert.equal(read('CLD_CONTINUED, 25', 'solaris').status.kind, 'continued');
  });

  it('a dump by a signal that never dumps is implausible', () => {
    assert.deepEqual(read('CLD_DUMPED, 9').doubt, {kind: 'signal-never-dumps-core', signal: 'SIGKILL'});
  });

  it('an exit status above 255 is cut by waitpid(2), where the system keeps the whole int', () => {
    assert.equal(read('CLD_EXITED, 300', 'freebsd').status.exitStatus, 44);
    assert.deepEqual(problem('CLD_EXITED, 300'), mismatch('CLD_EXITED', 300));
  });

  it('what does not go together is refused', () => {
    assert.deepEqual(problem('CLD_KILLED, 0'), mismatch('CLD_KILLED', 0));
    assert.deepEqual(problem('CLD_CONTINUED, SIGSTOP'), mismatch('CLD_CONTINUED', 19));
    assert.deepEqual(problem('CLD_TRAPPED, 0'), mismatch('CLD_TRAPPED', 0));
    assert.deepEqual(problem('CLD_KILLED, x'), {kind: 'not-a-number', text: 'x'});
  });

  it('nothing else is one', () => {
    for (const text of ['', '9', '0,9', '7,9', 'CLD_NOOP, 1', '2,9,1', 'si_status=9']) {
      assert.deepEqual(problem(text), {kind: 'siginfo-form', text});
    }
  });
});
