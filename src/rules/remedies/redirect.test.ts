import assert from 'node:assert/strict';
import {test} from 'node:test';
import {redirection} from './redirect.ts';

test('a redirection sends output elsewhere, input to /dev/null, and closes what is above', () => {
  assert.equal(redirection([2, 1]), '>log 2>&1');
  assert.equal(redirection([0, 1, 2]), '</dev/null >log 2>&1');
  assert.equal(redirection([2]), '2>log');
  assert.equal(redirection([9, 1]), '>log 9>&-');
});
