import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Platform} from '../signals/signals.ts';
import type {Interpretation} from './interpretation.ts';
import {parseSiginfoStatus} from './siginfo-status.ts';

function read(text: string, platform: Platform = 'linux'): Interpretation {
  const result = parseSiginfoStatus(text, platform);
  return result.ok ? result.interpretation : assert.fail(result.problem);
}

function problem(text: string): string {
  const result = parseSiginfoStatus(text, 'linux');
  return result.ok ? assert.fail(result.interpretation.status.summary) : result.problem;
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
      assert.equal(read(text).status.summary, 'CLD_KILLED, 9: killed by SIGKILL (signal 9)', text);
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
    assert.match(read('CLD_DUMPED, 9').implausibleBecause ?? '', /SIGKILL never does/);
  });

  it('an exit status above 255 is cut by waitpid(2), where the system keeps the whole int', () => {
    assert.equal(read('CLD_EXITED, 300', 'freebsd').status.exitStatus, 44);
    assert.match(
      problem('CLD_EXITED, 300'),
      /^si_status 300 does not go with CLD_EXITED: an exit status is 0 to 255\.$/,
    );
  });

  it('what does not go together is refused', () => {
    assert.match(problem('CLD_KILLED, 0'), /Linux has no such signal/);
    assert.match(problem('CLD_CONTINUED, SIGSTOP'), /it is always SIGCONT/);
    assert.match(problem('CLD_TRAPPED, 0'), /a signal, with a ptrace event above it/);
    assert.match(problem('CLD_KILLED, x'), /^"x" is no status number/);
  });

  it('nothing else is one', () => {
    for (const text of ['', '9', '0,9', '7,9', 'CLD_NOOP, 1', '2,9,1', 'si_status=9']) {
      assert.match(problem(text), /is no siginfo of a child: give si_code and si_status/);
    }
  });
});
