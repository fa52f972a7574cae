import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import fc from 'fast-check';
import {decodeText, encodeText, escapeControls, numberedLines} from './text.ts';

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

test('JSON without raw control characters means the same', () => {
  assert.equal(escapeControls(JSON.stringify('\x7f\x80\x9f\x1b')), '"\\u007f\\u0080\\u009f\\u001b"');
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), text => {
      const json = escapeControls(JSON.stringify(text));
      assert.doesNotMatch(json, /[\x00-\x1f\x7f-\x9f]/);
      assert.equal(JSON.parse(json), text);
    }),
  );
});

describe('lines', () => {
  it('keep their numbers where empty ones and comments are left out', () => {
    const text = Buffer.from('137\n\n# of last night\n  \n0x8000');
    assert.deepEqual([...numberedLines([text])].flat(), [
      {number: 1, text: '137'},
      {number: 5, text: '0x8000'},
    ]);
  });

  it('come as soon as they end, however the text is cut, with all their bytes', () => {
    const text = Buffer.from('1\n\xc3\xa4\xff 9\n\n0x8000\nlast', 'latin1');
    const whole = [...numberedLines([text])].flat();
    assert.deepEqual(
      whole.map(line => line.number),
      [1, 2, 4, 5],
    );
    for (let size = 1; size < text.length; size++) {
      const chunks = Array.from({length: Math.ceil(text.length / size)}, (_, at) =>
        text.subarray(at * size, (at + 1) * size),
      );
      assert.deepEqual([...numberedLines(chunks)].flat(), whole, `in pieces of ${size}`);
    }
    const [first] = numberedLines([text.subarray(0, 3), text.subarray(3)]);
    assert.deepEqual(first, [{number: 1, text: '1'}]);
  });
});
