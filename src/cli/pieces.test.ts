import assert from 'node:assert/strict';
import {test} from 'node:test';
import {joinedInPieces} from './pieces.ts';

test('many lines are printed in pieces, a line never in two', () => {
  assert.deepEqual([...joinedInPieces([], 4)], []);
  assert.deepEqual([...joinedInPieces(['a'], 4)], ['a']);
  assert.deepEqual([...joinedInPieces(['ab', 'cd', 'longer', '', 'e'], 4)], ['ab\ncd', 'longer', '\ne']);
});
