import assert from 'node:assert/strict';
import {it} from 'node:test';
import {areExact} from './wanted-inodes.ts';

it('inodes are asked for by number only where the number is that of no neighbour', () => {
  assert.equal(areExact(undefined), true);
  assert.equal(areExact([0, 2 ** 53 - 1]), true);
  assert.equal(areExact([7, 2 ** 60 + 256]), false);
});
