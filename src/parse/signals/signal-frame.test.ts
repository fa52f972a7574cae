import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {findSignalFrames, isRestorerCode, knowsSignalFrames} from './signal-frame.ts';

const RESTORER = 0x7f00_0000_1000n;

/** A stack with a frame of x86-64 at an offset, as the kernel makes it. */
function x64Stack(offset: number, maskAfter: bigint): Buffer {
  const stack = Buffer.alloc(2048);
  stack.writeBigUInt64LE(RESTORER, offset);
  stack.writeBigUInt64LE(7n, offset + 8);
  stack.writeUInt16LE(0x33, offset + 8 + 40 + 144);
  stack.writeUInt16LE(0x2b, offset + 8 + 40 + 150);
  stack.writeBigUInt64LE(maskAfter, offset + 8 + 296);
  return stack;
}

/** A stack with a frame of arm64. */
function arm64Stack(offset: number, maskAfter: bigint): Buffer {
  const stack = Buffer.alloc(4096);
  const ucontext = offset + 128;
  stack.writeBigUInt64LE(maskAfter, ucontext + 40);
  stack.writeBigUInt64LE(0xaaaa_0000n, ucontext + 176 + 8 + 32 * 8);
  stack.writeUInt32LE(0x4650_8001, ucontext + 176 + 288);
  stack.writeUInt32LE(528, ucontext + 176 + 292);
  return stack;
}

describe('signal frames on a stack', () => {
  it('of x86-64 are known by the code that they return to, and have the mask to come back to', () => {
    const found = findSignalFrames('x64', x64Stack(96, 0x10000n), address => address === RESTORER);
    assert.deepEqual(found, [{offset: 96, maskAfter: 0x10000n}]);
    assert.deepEqual(
      findSignalFrames('x64', x64Stack(96, 0n), () => false),
      [],
    );
  });

  it('of arm64 are known by the record of the floating point unit', () => {
    assert.deepEqual(
      findSignalFrames('arm64', arm64Stack(64, 0x4000n), () => false),
      [{offset: 64 + 128, maskAfter: 0x4000n}],
    );
  });

  it('are not looked for on an architecture whose layout is not known', () => {
    assert.equal(knowsSignalFrames('riscv64'), false);
    assert.deepEqual(
      findSignalFrames('riscv64', x64Stack(96, 0n), () => true),
      [],
    );
  });

  it('are none in whatever bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 4096}), bytes => {
        for (const arch of ['x64', 'arm64']) findSignalFrames(arch, Buffer.from(bytes), () => false);
      }),
    );
  });
});

describe('the code that a handler returns to', () => {
  it('is a system call rt_sigreturn(2) and nothing else', () => {
    assert.ok(isRestorerCode(Buffer.from('48c7c00f0000000f05c3', 'hex')));
    assert.ok(!isRestorerCode(Buffer.from('48c7c00f0000000f', 'hex')));
    assert.ok(!isRestorerCode(Buffer.from('48c7c0100000000f05', 'hex')));
  });
});
