import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {fdSetSize, parseFdSet} from './fd-set.ts';

describe('an fd_set of select(2)', () => {
  it('is a bit for each descriptor', () => {
    assert.deepEqual(parseFdSet(Uint8Array.of(0b0000_1001, 0b1000_0000), 16), [0, 3, 15]);
  });

  it('counts only below nfds', () => {
    assert.deepEqual(parseFdSet(Uint8Array.of(0xff), 2), [0, 1]);
  });

  it('is read in whole longs', () => {
    assert.deepEqual([0, 1, 64, 65, 1024].map(fdSetSize), [0, 8, 8, 16, 128]);
  });

  it('gives back the set it was made of', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(1023)), fds => {
        const bytes = new Uint8Array(128);
        for (const fd of fds) bytes[fd >> 3] = (bytes[fd >> 3] ?? 0) | (1 << (fd & 7));
        assert.deepEqual(
          parseFdSet(bytes, 1024),
          [...fds].sort((a, b) => a - b),
        );
      }),
    );
  });
});
