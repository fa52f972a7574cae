import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import koffi from 'koffi';
import {giveLargeBlocksBack} from './large-blocks.ts';

const MEGABYTE = 1024 * 1024;
const libc = koffi.load(null);
const malloc: (bytes: number) => bigint = libc.func('uint64_t malloc(size_t)');
const free: (address: bigint) => void = libc.func('void free(uint64_t)');

/** Whether a block lies between the small ones: in the part of the memory that brk(2) moves the end of. */
function isInHeap(address: bigint): boolean {
  const heap = readFileSync('/proc/self/maps', 'latin1')
    .split('\n')
    .filter(line => line.endsWith('[heap]'))
    .map(
      line =>
        line
          .split(' ')[0]
          ?.split('-')
          .map(end => BigInt(`0x${end}`)) ?? [],
    );
  return heap.some(([start = 0n, end = 0n]) => start <= address && address < end);
}

function isBlockInHeap(bytes: number): boolean {
  const block = malloc(bytes);
  const isIn = isInHeap(block);
  free(block);
  return isIn;
}

test('a large block does not lie between the small ones, also after a larger one was freed', async () => {
  free(malloc(16 * MEGABYTE));
  assert.equal(isBlockInHeap(4 * MEGABYTE), true, 'glibc does what is to be prevented');
  await giveLargeBlocksBack();
  // What is free in the heap by now would be large enough for a block of the same size.
  assert.equal(isBlockInHeap(12 * MEGABYTE), false);
});
