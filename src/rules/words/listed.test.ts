import assert from 'node:assert/strict';
import {test} from 'node:test';
import {listed} from './listed.ts';

test('names stand with commas and a last "and"', () => {
  assert.equal(listed([], 2), '');
  assert.equal(listed(['a'], 2), 'a');
  assert.equal(listed(['a', 'b'], 2), 'a and b');
  assert.equal(listed(['a', 'b', 'c'], 3), 'a, b and c');
});

test('of many the first are named, and the others counted', () => {
  assert.equal(listed(['a', 'b', 'c', 'd'], 2), 'a, b and 2 more');
  const thousands = Array.from({length: 1235}, () => 'a');
  assert.equal(listed(thousands, 1), 'a and 1,234 more');
});

test('of alternatives the last stands after "or"', () => {
  assert.equal(listed(['a', 'b', 'c'], 3, 'or'), 'a, b or c');
  assert.equal(listed(['a', 'b', 'c', 'd'], 2, 'or'), 'a, b or 2 more');
});

test('a comma in a name stays what it is', () => {
  assert.equal(listed(['a, b', 'c'], 2), 'a, b and c');
  assert.equal(listed(['c', 'a, b'], 2), 'c and a, b');
});
