import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {NumberPairs} from './number-pairs.ts';

const few = fc.nat({max: 30});

test('a pair has the number that it was set to last, and a first number the rows of all its pairs', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(few, few, fc.integer({min: -9, max: 9}))), all => {
      const pairs = new NumberPairs();
      for (const [first, second, value] of all) pairs.set(first, second, value);
      const wanted = new Map(all.map(([first, second, value]) => [`${first} ${second}`, value]));
      const rows = Array.from({length: 32}, (_, first) => [...pairs.rowsOf(first)]).flat();
      const had = rows.map(
        row => [`${pairs.firstOf(row)} ${pairs.secondOf(row)}`, pairs.valueOf(row)] as const,
      );
      assert.equal(had.length, wanted.size);
      assert.deepEqual(new Map(had), wanted);
      for (const [first, second] of all) assert.ok(rows.includes(pairs.rowOf(first, second) ?? -1));
      assert.equal(pairs.rowOf(31, 31), undefined);
    }),
  );
});

test('tens of thousands of pairs are found again', () => {
  const pairs = new NumberPairs();
  for (let at = 0; at < 50_000; at += 1) pairs.set(at % 1000, at, at);
  for (let at = 0; at < 50_000; at += 1) assert.equal(pairs.valueOf(pairs.rowOf(at % 1000, at) ?? -1), at);
});
