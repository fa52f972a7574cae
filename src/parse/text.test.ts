import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {decodeText, encodeText} from './text.ts';

describe('text of other processes', () => {
  it('is the UTF-8 it is, where it is valid', () => {
    assert.equal(decodeText(Buffer.from('naïve ☃ 𝄞')), 'naïve ☃ 𝄞');
  });

  it('keeps a byte that is no UTF-8 as a lone surrogate', () => {
    assert.equal(decodeText(Buffer.of(0x61, 0xff, 0x62)), 'a\udcffb');
  });

  it('keeps a byte order mark', () => {
    assert.equal(decodeText(Buffer.of(0xef, 0xbb, 0xbf, 0x61)), '\ufeffa');
  });

  it('comes back as the same bytes, whatever they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 64}), bytes => {
        assert.deepEqual(Buffer.from(encodeText(decodeText(bytes))), Buffer.from(bytes));
      }),
    );
  });
});
