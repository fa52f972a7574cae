import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isoTime} from './iso-time.ts';

test('times are ISO 8601 in UTC', () => {
  assert.equal(isoTime(0), '1970-01-01T00:00:00.000Z');
  assert.equal(isoTime(1_763_819_725_120.7), '2025-11-22T13:55:25.120Z');
});

test('a time that no date can hold is said as it is', () => {
  assert.equal(isoTime(9e18), '@9000000000000000000 ms');
  assert.equal(isoTime(Number.NaN), '@NaN ms');
});
