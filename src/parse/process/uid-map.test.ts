import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseUidMap, uidInside} from './uid-map.ts';

test('a user id outside has another number inside, or none', () => {
  const ranges = parseUidMap(
    Buffer.from('         0       1000          1\n         1     100000      65536\n'),
  );
  assert.deepEqual(
    [1000, 100_032, 0, 165_536].map(uid => uidInside(ranges, uid)),
    [0, 33, undefined, undefined],
  );
});

test('lines that no kernel writes are left out', () => {
  assert.deepEqual(parseUidMap(Buffer.from('x 0 1\n0 0\n\n')), []);
});
