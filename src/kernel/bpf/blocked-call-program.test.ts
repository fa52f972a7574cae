import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeBlockedCalls} from './blocked-call-program.ts';

/** A record of the program: tid, number of the call, six arguments. */
function record(tid: number, number: bigint, ...args: readonly bigint[]): Buffer {
  return Buffer.from(BigUint64Array.of(BigInt(tid), BigInt.asUintN(64, number), ...args).buffer);
}

const READ = [0n, 0xffff_8000_1234_5678n, 4096n, 0n, 0n, 2n ** 64n - 1n] as const;

describe('records of blocked calls', () => {
  it('are decoded by tid, with all 64 bits of each argument', () => {
    const bytes = Buffer.concat([record(7, 0n, ...READ), record(9, 61n, 1n, 2n, 3n, 4n, 5n, 6n)]);
    assert.deepEqual(
      decodeBlockedCalls(bytes),
      new Map([
        [7, {number: 0, args: READ}],
        [9, {number: 61, args: [1n, 2n, 3n, 4n, 5n, 6n]}],
      ]),
    );
  });

  it('that are alike are one value, where they follow each other', () => {
    const calls = decodeBlockedCalls(Buffer.concat([7, 8, 2 ** 22].map(tid => record(tid, 0n, ...READ))));
    assert.deepEqual([...calls.keys()], [7, 8, 2 ** 22]);
    assert.equal(new Set(calls.values()).size, 1);
  });

  it('differ by any one of their words', () => {
    const others = READ.map((_, at) => record(10 + at, 0n, ...READ.with(at, 77n)));
    const calls = decodeBlockedCalls(Buffer.concat([record(7, 0n, ...READ), ...others]));
    assert.deepEqual(
      READ.map((_, at) => calls.get(10 + at)?.args),
      READ.map((_, at) => READ.with(at, 77n)),
    );
  });

  it('have no call of a thread that is blocked outside of one', () => {
    const bytes = Buffer.concat([record(7, -1n, ...READ), record(8, 0n, ...READ)]);
    assert.deepEqual([...decodeBlockedCalls(bytes).keys()], [8]);
  });

  it('are left out where cut short', () => {
    const one = record(7, 0n, ...READ);
    assert.equal(decodeBlockedCalls(Buffer.concat([one, one.subarray(0, 60)])).size, 1);
    assert.equal(decodeBlockedCalls(Buffer.alloc(0)).size, 0);
  });
});
