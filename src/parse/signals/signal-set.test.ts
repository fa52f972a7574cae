import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {hasSignal, parseSignalSet, signalsIn} from './signal-set.ts';

describe('signal sets', () => {
  it('has SIGCHLD at bit 16', () => {
    assert.deepEqual(signalsIn(parseSignalSet('0000000000010000') ?? 0n), [17]);
  });

  it('leaves out 32 and 33, which posix_spawn(3) of glibc ignores in every child', () => {
    assert.equal(parseSignalSet('0000000180000000'), 0n);
  });

  it('is undefined for text that is not hexadecimal', () => {
    assert.equal(parseSignalSet(''), undefined);
    assert.equal(parseSignalSet('0x10'), undefined);
  });

  it('has exactly the signals that were put in', () => {
    const signals = fc.uniqueArray(fc.integer({min: 1, max: 64}).filter(n => n !== 32 && n !== 33));
    fc.assert(
      fc.property(signals, numbers => {
        const hex = numbers.reduce((set, n) => set | (1n << BigInt(n - 1)), 0n).toString(16);
        const set = parseSignalSet(hex) ?? -1n;
        assert.deepEqual(
          signalsIn(set),
          [...numbers].sort((a, b) => a - b),
        );
        assert.ok(numbers.every(n => hasSignal(set, n)));
      }),
    );
  });
});
