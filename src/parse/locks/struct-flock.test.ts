import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {parseStructFlock} from './struct-flock.ts';

function structFlock(type: number, whence: number, start: bigint, length: bigint): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.writeInt16LE(type, 0);
  bytes.writeInt16LE(whence, 2);
  bytes.writeBigInt64LE(start, 8);
  bytes.writeBigInt64LE(length, 16);
  return bytes;
}

test('a struct flock has mode and bytes', () => {
  assert.deepEqual(parseStructFlock(structFlock(1, 0, 10n, 20n)), {mode: 'write', start: 10, end: 29});
  assert.deepEqual(parseStructFlock(structFlock(0, 0, 15n, 0n)), {mode: 'read', start: 15, end: null});
});

test('a negative length is of the bytes before the start', () => {
  assert.deepEqual(parseStructFlock(structFlock(0, 0, 15n, -5n)), {mode: 'read', start: 10, end: 14});
});

test('a struct flock that counts from elsewhere, an unlock, and half of one are undefined', () => {
  assert.equal(parseStructFlock(structFlock(0, 1, 15n, 5n)), undefined);
  assert.equal(parseStructFlock(structFlock(2, 0, 15n, 5n)), undefined);
  assert.equal(parseStructFlock(structFlock(0, 0, 15n, 5n).subarray(0, 20)), undefined);
});

test('it never throws', () => {
  fc.assert(fc.property(fc.uint8Array({maxLength: 40}), bytes => void parseStructFlock(Buffer.from(bytes))));
});
