import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseUptime} from './uptime.ts';

describe('/proc/uptime', () => {
  it('is seconds since boot', () => {
    assert.equal(parseUptime(Buffer.from('88123.45 170000.11\n')), 88123.45);
  });

  it('is undefined where there is none', () => {
    assert.equal(parseUptime(Buffer.from('')), undefined);
  });
});
