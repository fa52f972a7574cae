import assert from 'node:assert/strict';
import {test} from 'node:test';
import {closeOrExit} from './closing.ts';

test('one holder closes it or exits; several all have to', () => {
  assert.equal(closeOrExit(['a'], 2, 'fd 1'), 'a closes fd 1 or exits');
  assert.equal(closeOrExit(['a', 'b'], 2), 'a and b both close it or exit');
  assert.equal(closeOrExit(['a', 'b', 'c', 'd'], 2), 'a, b and 2 more all close it or exit');
});
