import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  add,
  addAtomically,
  assemble,
  call,
  copy,
  exit,
  firstValue,
  flip,
  helpers,
  type Instruction,
  keepBits,
  limit,
  load32,
  load64,
  mapOf,
  negate,
  or,
  STACK_END,
  set,
  shiftLeft,
  shiftRight,
  store32,
  store64,
  subtract,
  unlessValue,
  whenEqual,
  whenNotZero,
  whenValue,
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

  it('compute, and add to what other processors add to', () => {
    assert.equal(codeOf(subtract(2, 3)), '1f32000000000000');
    assert.equal(codeOf(shiftRight(0, 32)), '7700000020000000');
    assert.equal(codeOf(addAtomically(1, 8, 2)), 'db21080000000000');
    assert.equal(codeOf(shiftLeft(3, 1)), '6703000001000000');
    assert.equal(codeOf(negate(5)), '8705000000000000');
    assert.equal(codeOf(flip(4, 1)), 'a704000001000000');
    assert.equal(codeOf(keepBits(1, 0x20)), '5701000020000000');
    assert.equal(codeOf(...limit(2, 128)), 'b502010080000000' + 'b702000080000000');
  });

  it('take two for the address of a map, or of its first value', () => {
    assert.equal(codeOf(...mapOf(1, 9)), '1811000009000000' + '0000000000000000');
    assert.equal(codeOf(...firstValue(1, 9)), '1821000009000000' + '0000000000000000');
  });

  it('have signed offsets and immediates', () => {
    assert.equal(codeOf(store64(STACK_END, -40, 1)), '7b1ad8ff00000000');
    assert.equal(codeOf(store32(STACK_END, -40, 1)), '631ad8ff00000000');
    assert.equal(codeOf(add(2, -40)), '07020000d8ffffff');
  });

  it('leave out the body of a condition by a jump over as many instructions', () => {
    const body = [set(1, 1), set(2, 2)];
    assert.equal(codeOf(...whenZero(8, body)).slice(0, 16), '5508020000000000');
    assert.equal(codeOf(...whenNotZero(6, body)).slice(0, 16), '1506020000000000');
    assert.equal(codeOf(...whenEqual(1, 2, body)).slice(0, 16), '5d21020000000000');
    assert.equal(codeOf(...whenValue(8, 17, body)).slice(0, 16), '5508020011000000');
    assert.equal(codeOf(...unlessValue(6, 2, body)).slice(0, 16), '1506020002000000');
    const nested = whenZero(3, [...whenZero(4, body), exit()]);
    assert.equal(codeOf(...nested).slice(0, 32), '5503040000000000' + '5504020000000000');
  });
});
