import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  add,
  assemble,
  call,
  copy,
  exit,
  helpers,
  type Instruction,
  load32,
  load64,
  or,
  STACK_END,
  set,
  store64,
  whenEqual,
  whenNotZero,
  whenZero,
} from './bpf-program.ts';

const codeOf = (...instructions: Instruction[]) => Buffer.from(assemble(instructions)).toString('hex');

describe('BPF instructions', () => {
  // The macros in the kernel's <linux/filter.h> give the expected bytes.
  it('are eight bytes each: opcode, registers, offset, immediate', () => {
    assert.equal(codeOf(set(0, 0), exit()), 'b700000000000000' + '9500000000000000');
    assert.equal(codeOf(load64(6, 1, 8)), '7916080000000000');
    assert.equal(codeOf(load32(2, 7, 0x1234)), '6172341200000000');
    assert.equal(codeOf(copy(1, STACK_END)), 'bfa1000000000000');
    assert.equal(codeOf(or(8, 0)), '4f08000000000000');
    assert.equal(codeOf(call(helpers.probeReadKernel)), '8500000071000000');
  });

  it('have signed offsets and immediates', () => {
    assert.equal(codeOf(store64(STACK_END, -40, 1)), '7b1ad8ff00000000');
    assert.equal(codeOf(add(2, -40)), '07020000d8ffffff');
  });

  it('leave out the body of a condition by a jump over as many instructions', () => {
    const body = [set(1, 1), set(2, 2)];
    assert.equal(codeOf(...whenZero(8, body)).slice(0, 16), '5508020000000000');
    assert.equal(codeOf(...whenNotZero(6, body)).slice(0, 16), '1506020000000000');
    assert.equal(codeOf(...whenEqual(1, 2, body)).slice(0, 16), '5d21020000000000');
    const nested = whenZero(3, [...whenZero(4, body), exit()]);
    assert.equal(codeOf(...nested).slice(0, 32), '5503040000000000' + '5504020000000000');
  });
});
