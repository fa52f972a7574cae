import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {decodeText, encodeText, numberedLines} from './text.ts';

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

describe('lines', () => {
  it('keep their numbers where empty ones and comments are left out', () => {
    assert.deepEqual(numberedLines(Buffer.from('137\n\n# of last night\n  \n0x8000')), [
      {number: 1, text: '137'},
      {number: 5, text: '0x8000'},
    ]);
  });
});
