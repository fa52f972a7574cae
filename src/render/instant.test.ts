import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isoInstant} from './instant.ts';

test('an instant is in UTC', () => {
  assert.equal(isoInstant(1_795_000_000_123), '2026-11-18T11:06:40.123Z');
});

test('what no clock can show is not known', () => {
  for (const ms of [undefined, Number.NaN, 1e30, -1e30, Number.POSITIVE_INFINITY])
    assert.equal(isoInstant(ms), null);
});
