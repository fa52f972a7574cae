import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeWaitStatus} from './wait-status.ts';

describe('wait statuses on Linux', () => {
  it('0x8000 is exit status 128', () => {
    assert.deepEqual(decodeWaitStatus(0x8000), {
      raw: 32768,
      hex: '0x8000',
      kind: 'exited',
      exitStatus: 128,
      summary: 'exited with status 128',
    });
  });

  it('0x0084 is a death by SIGILL with a core dump', () => {
    assert.deepEqual(decodeWaitStatus(0x84), {
      raw: 132,
      hex: '0x0084',
      kind: 'signaled',
      signal: 'SIGILL',
      signalNumber: 4,
      coreDumped: true,
      summary: 'killed by SIGILL (signal 4), core dumped',
    });
  });

  it('0x137f is stopped by SIGSTOP, 0xffff continued', () => {
    assert.deepEqual(decodeWaitStatus(0x137f), {
      raw: 0x137f,
      hex: '0x137f',
      kind: 'stopped',
      signal: 'SIGSTOP',
      signalNumber: 19,
      summary: 'stopped by SIGSTOP (signal 19)',
    });
    assert.deepEqual(decodeWaitStatus(0xffff), {
      raw: 0xffff,
      hex: '0xffff',
      kind: 'continued',
      signal: 'SIGCONT',
      summary: 'continued by SIGCONT',
    });
  });

  const summaries: readonly [number, string][] = [
    [0, 'exited with status 0'],
    [0x0300, 'exited with status 3'],
    [9, 'killed by SIGKILL (signal 9)'],
    [0x23, 'killed by SIGRTMIN+1 (signal 35)'],
    [0x89, 'killed by SIGKILL (signal 9), with the core bit set'],
    [75, 'killed by signal 75'],
    [0x857f, 'stopped under ptrace: syscall-stop, SIGTRAP (signal 5)'],
    [0x6_057f, 'stopped under ptrace: PTRACE_EVENT_EXIT, SIGTRAP (signal 5)'],
    [0x80_137f, 'stopped under ptrace: PTRACE_EVENT_STOP, SIGSTOP (signal 19)'],
    [0x057f, 'stopped by SIGTRAP (signal 5)'],
    [0xff, 'no wait status: no macro of <sys/wait.h> is true of it'],
    [0x1_ffff, 'no wait status: no macro of <sys/wait.h> is true of it'],
  ];
  for (const [raw, summary] of summaries) {
    it(`0x${raw.toString(16).padStart(4, '0')} is: ${summary}`, () =>
      assert.equal(decodeWaitStatus(raw).summary, summary));
  }

  it('bits that mean nothing are told, not dropped', () => {
    assert.equal(decodeWaitStatus(0x80).summary, 'exited with status 0; left over: 0x80');
    assert.equal(decodeWaitStatus(0x109).summary, 'killed by SIGKILL (signal 9); left over: 0x100');
    assert.equal(decodeWaitStatus(0x1234_8000).summary, 'exited with status 128; left over: 0x12340000');
    assert.equal(
      decodeWaitStatus(0x8000_0009).summary,
      'killed by SIGKILL (signal 9); left over: 0x80000000',
    );
    assert.equal(decodeWaitStatus(0x9_057f).summary, 'stopped by SIGTRAP (signal 5); left over: 0x90000');
    assert.equal(decodeWaitStatus(0x1_137f).summary, 'stopped by SIGSTOP (signal 19); left over: 0x10000');
  });

  it('signalNumber in a syscall-stop is what WSTOPSIG gives: SIGTRAP | 0x80', () => {
    const {signal, signalNumber, ptraceEvent} = decodeWaitStatus(0x857f);
    assert.deepEqual([signal, signalNumber, ptraceEvent], ['SIGTRAP', 0x85, 'syscall-stop']);
  });

  it('a negative int and its unsigned form are the same 32 bits, each kept as it was given', () => {
    const {raw: negative, ...decoded} = decodeWaitStatus(-15);
    const {raw: unsigned, ...same} = decodeWaitStatus(2 ** 32 - 15);
    assert.deepEqual([negative, unsigned], [-15, 4_294_967_281]);
    assert.deepEqual(decoded, same);
    assert.equal(decoded.hex, '0xfffffff1');
  });
});

describe('wait statuses elsewhere', () => {
  it('use the signal numbers of the platform', () => {
    assert.equal(decodeWaitStatus(18, 'solaris').signal, 'SIGCHLD');
    assert.equal(decodeWaitStatus(10, 'darwin').signal, 'SIGBUS');
    assert.equal(decodeWaitStatus(0x177f, 'solaris').signal, 'SIGSTOP');
  });

  it('continued is 0x137f on macOS, 0x0013 on FreeBSD, 0xffff on Solaris', () => {
    assert.equal(decodeWaitStatus(0x137f, 'darwin').kind, 'continued');
    assert.equal(decodeWaitStatus(0x13, 'freebsd').kind, 'continued');
    assert.equal(decodeWaitStatus(0xffff, 'solaris').kind, 'continued');
    assert.equal(decodeWaitStatus(0x13, 'darwin').kind, 'signaled');
    assert.equal(decodeWaitStatus(0x137f, 'freebsd').kind, 'stopped');
    assert.equal(decodeWaitStatus(0xffff, 'darwin').kind, 'stopped');
  });

  it('Solaris takes an exit status together with a signal for nothing that it knows', () => {
    assert.equal(decodeWaitStatus(0x109, 'solaris').kind, 'unrecognized');
    assert.equal(decodeWaitStatus(0x109, 'freebsd').kind, 'signaled');
  });

  it('0x007f is a death by SIGRTMAX (127) on MIPS, and a stop by signal 0 on other Linux', () => {
    assert.equal(decodeWaitStatus(0x7f, 'linux-mips').summary, 'killed by SIGRTMAX (signal 127)');
    assert.equal(decodeWaitStatus(0x7f).summary, 'stopped by signal 0');
  });

  it('have no ptrace events: their bits are left over', () => {
    assert.equal(
      decodeWaitStatus(0x1_057f, 'freebsd').summary,
      'stopped by SIGTRAP (signal 5); left over: 0x10000',
    );
  });
});
