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
      leftOver: 0,
      platform: 'linux',
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
      leftOver: 0,
      platform: 'linux',
    });
  });

  it('0x137f is stopped by SIGSTOP, 0xffff continued', () => {
    assert.deepEqual(decodeWaitStatus(0x137f), {
      raw: 0x137f,
      hex: '0x137f',
      kind: 'stopped',
      signal: 'SIGSTOP',
      signalNumber: 19,
      leftOver: 0,
      platform: 'linux',
    });
    assert.deepEqual(decodeWaitStatus(0xffff), {
      raw: 0xffff,
      hex: '0xffff',
      kind: 'continued',
      signal: 'SIGCONT',
      leftOver: 0,
      platform: 'linux',
    });
  });

  it('a ptrace stop has its event, where the signal and the bits above name one', () => {
    const eventOf = (raw: number) => decodeWaitStatus(raw).ptraceEvent;
    assert.equal(eventOf(0x057f), undefined);
    assert.equal(eventOf(0x857f), 'syscall-stop');
    assert.equal(eventOf(0x6_057f), 'PTRACE_EVENT_EXIT');
    assert.equal(eventOf(0x80_137f), 'PTRACE_EVENT_STOP');
    assert.equal(eventOf(0x1_137f), undefined);
  });

  it('bits that mean nothing are kept as left over', () => {
    const leftOver: readonly [number, number][] = [
      [0x80, 0x80],
      [0x109, 0x100],
      [0x1234_8000, 0x1234_0000],
      [0x8000_0009, 0x8000_0000 | 0],
      [0x9_057f, 0x9_0000],
      [0x1_137f, 0x1_0000],
      [0x89, 0],
      [0xff, 0],
      [0x1_ffff, 0],
    ];
    for (const [raw, bits] of leftOver) assert.equal(decodeWaitStatus(raw).leftOver, bits, raw.toString(16));
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

  it('Solaris recognizes no exit status together with a signal', () => {
    assert.equal(decodeWaitStatus(0x109, 'solaris').kind, 'unrecognized');
    assert.equal(decodeWaitStatus(0x109, 'freebsd').kind, 'signaled');
  });

  it('0x007f is a death by SIGRTMAX (127) on MIPS, and a stop by signal 0 on other Linux', () => {
    const onMips = decodeWaitStatus(0x7f, 'linux-mips');
    assert.deepEqual([onMips.kind, onMips.signal, onMips.signalNumber], ['signaled', 'SIGRTMAX', 127]);
    const elsewhere = decodeWaitStatus(0x7f);
    assert.deepEqual([elsewhere.kind, elsewhere.signal, elsewhere.signalNumber], ['stopped', undefined, 0]);
  });

  it('have no ptrace events: their bits are left over', () => {
    const {signal, ptraceEvent, leftOver} = decodeWaitStatus(0x1_057f, 'freebsd');
    assert.deepEqual([signal, ptraceEvent, leftOver], ['SIGTRAP', undefined, 0x1_0000]);
  });
});
