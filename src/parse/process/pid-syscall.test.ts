import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {intArgument, parsePidSyscall} from './pid-syscall.ts';

describe('/proc/PID/syscall', () => {
  it('gives the number and the six arguments of the call a task is blocked in', () => {
    const line = '61 0x3773 0x7ffc00000000 0x0 0x0 0x0 0x0 0x7ffc11111111 0x7f0000000000\n';
    const state = parsePidSyscall(Buffer.from(line));
    assert.deepEqual(state, {
      kind: 'in-syscall',
      number: 61,
      args: [0x3773n, 0x7ffc00000000n, 0n, 0n, 0n, 0n],
      stackPointer: 0x7ffc11111111n,
    });
  });

  it('distinguishes a task on a CPU from a task blocked outside of a system call', () => {
    assert.deepEqual(parsePidSyscall(Buffer.from('running\n')), {kind: 'running'});
    assert.deepEqual(parsePidSyscall(Buffer.from('-1 0x7ffc00 0x7f00\n')), {
      kind: 'blocked-outside',
      stackPointer: 0x7ffc00n,
    });
  });

  it('reads a pid argument as a signed int', () => {
    assert.equal(intArgument(0xffffffffn), -1);
    assert.equal(intArgument(0xfffffffffffffed4n), -300);
    assert.equal(intArgument(0x3773n), 14195);
  });

  it('never throws, whatever it gets', () => {
    fc.assert(fc.property(fc.string(), text => void parsePidSyscall(Buffer.from(text))));
    assert.equal(parsePidSyscall(Buffer.from('')), undefined);
  });
});
