import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {durationText} from './duration.ts';

describe('a duration', () => {
  for (const [seconds, text] of [
    [0, '0.0 s'],
    [0.44, '0.4 s'],
    [12.4, '12 s'],
    [59.7, '1 min'],
    [200, '3 min 20 s'],
    [3600, '1 h'],
    [187_300, '2 d 4 h'],
  ] as const) {
    it(`of ${seconds} seconds is ${text}`, () => assert.equal(durationText(seconds), text));
  }
});
