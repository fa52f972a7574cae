import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseSwaps} from './swaps.ts';

test('swap areas are files and partitions, under any name', () => {
  const text = `Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority
/dev/vda2                               partition\t2044\t\t0\t\t-2
/srv/my\\040swap\\040(deleted)            file\t\t2044\t\t0\t\t-3
`;
  assert.deepEqual(parseSwaps(Buffer.from(text)), [
    {path: '/dev/vda2', deleted: false},
    {path: '/srv/my swap', deleted: true},
  ]);
});
