import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parsePollArray} from './poll-array.ts';

function pollfd(fd: number, events: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(fd, 0);
  bytes.writeUInt16LE(events, 4);
  return bytes;
}

describe('the array of poll(2)', () => {
  it('shows which descriptors are watched, and for what', () => {
    const bytes = Buffer.concat(
      [pollfd(3, 0x1), pollfd(4, 0x4), pollfd(5, 0x5)].map(one => new Uint8Array(one)),
    );
    assert.deepEqual(parsePollArray(bytes), [
      {fd: 3, direction: 'read'},
      {fd: 4, direction: 'write'},
      {fd: 5, direction: 'read'},
      {fd: 5, direction: 'write'},
    ]);
  });

  it('has holes where a descriptor is negative', () => {
    assert.deepEqual(parsePollArray(pollfd(-1, 0x1)), []);
  });

  it('watches for a hang-up where no event is asked for', () => {
    assert.deepEqual(parsePollArray(pollfd(7, 0)), [{fd: 7, direction: 'read'}]);
  });

  it('never throws, whatever it gets', () => {
    fc.assert(fc.property(fc.uint8Array(), bytes => void parsePollArray(Buffer.from(bytes))));
    assert.deepEqual(parsePollArray(Buffer.alloc(7)), []);
  });
});
