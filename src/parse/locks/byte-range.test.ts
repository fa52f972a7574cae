import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {byteOffset, endAt, overlap} from './byte-range.ts';

const place = fc.bigInt({min: 0n, max: 2n ** 63n - 1n});

test('a place has one form, and says every byte exactly', () => {
  assert.equal(byteOffset(2n ** 53n - 1n), 2 ** 53 - 1);
  assert.equal(byteOffset(2n ** 53n + 1n), '9007199254740993');
  fc.assert(fc.property(place, value => BigInt(byteOffset(value)) === value));
});

test('the last place of all is the end of the file', () => {
  assert.deepEqual([endAt(2n ** 63n - 1n), endAt(2n ** 63n - 2n)], [null, '9223372036854775806']);
});

test('ranges overlap if they have a byte in common, however large their numbers are', () => {
  fc.assert(
    fc.property(place, place, place, place, (a, b, c, d) => {
      const [[start, end], [from, to]] = [
        [a < b ? a : b, a < b ? b : a],
        [c < d ? c : d, c < d ? d : c],
      ];
      const range = (first: bigint, last: bigint) => ({start: byteOffset(first), end: endAt(last)});
      return overlap(range(start, end), range(from, to)) === (start <= to && from <= end);
    }),
  );
  const [big, next, small] = [byteOffset(2n ** 53n), byteOffset(2n ** 53n + 1n), 9];
  assert.equal(overlap({start: small, end: big}, {start: next, end: next}), false);
  assert.equal(overlap({start: small, end: null}, {start: next, end: next}), true);
});
