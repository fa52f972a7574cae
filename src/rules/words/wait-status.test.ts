import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeWaitStatus} from '../../parse/wait-status/wait-status.ts';
import {waitStatusText} from './wait-status.ts';

describe('a wait status in words, which scripts read as "summary",', () => {
  const summaries: readonly [number, string][] = [
    [0, 'exited with status 0'],
    [0x0300, 'exited with status 3'],
    [0x8000, 'exited with status 128'],
    [9, 'killed by SIGKILL (signal 9)'],
    [0x84, 'killed by SIGILL (signal 4), core dumped'],
    [0x23, 'killed by SIGRTMIN+1 (signal 35)'],
    [0x89, 'killed by SIGKILL (signal 9), with the core bit set'],
    [75, 'killed by signal 75'],
    [0x7f, 'stopped by signal 0'],
    [0x137f, 'stopped by SIGSTOP (signal 19)'],
    [0x057f, 'stopped by SIGTRAP (signal 5)'],
    [0xffff, 'continued by SIGCONT'],
    [0x857f, 'stopped under ptrace: syscall-stop, SIGTRAP (signal 5)'],
    [0x6_057f, 'stopped under ptrace: PTRACE_EVENT_EXIT, SIGTRAP (signal 5)'],
    [0x80_137f, 'stopped under ptrace: PTRACE_EVENT_STOP, SIGSTOP (signal 19)'],
    [0xff, 'no wait status: no macro of <sys/wait.h> is true of it'],
    [0x1_ffff, 'no wait status: no macro of <sys/wait.h> is true of it'],
  ];
  for (const [raw, summary] of summaries) {
    it(`${decodeWaitStatus(raw).hex} is: ${summary}`, () =>
      assert.equal(waitStatusText(decodeWaitStatus(raw)), summary));
  }

  it('names bits that mean nothing', () => {
    const text = (raw: number) => waitStatusText(decodeWaitStatus(raw));
    assert.equal(text(0x80), 'exited with status 0; left over: 0x80');
    assert.equal(text(0x109), 'killed by SIGKILL (signal 9); left over: 0x100');
    assert.equal(text(0x1234_8000), 'exited with status 128; left over: 0x12340000');
    assert.equal(text(0x8000_0009), 'killed by SIGKILL (signal 9); left over: 0x80000000');
    assert.equal(text(0x9_057f), 'stopped by SIGTRAP (signal 5); left over: 0x90000');
    assert.equal(text(0x1_137f), 'stopped by SIGSTOP (signal 19); left over: 0x10000');
  });

  it('has the signals of the platform', () => {
    assert.equal(waitStatusText(decodeWaitStatus(0x7f, 'linux-mips')), 'killed by SIGRTMAX (signal 127)');
    assert.equal(
      waitStatusText(decodeWaitStatus(0x98, 'darwin')),
      'killed by SIGXCPU (signal 24), with the core bit set',
    );
    assert.equal(
      waitStatusText(decodeWaitStatus(0x1_057f, 'freebsd')),
      'stopped by SIGTRAP (signal 5); left over: 0x10000',
    );
  });
});
