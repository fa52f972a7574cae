import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {decodeInetDiag, encodeBoundRequest} from './inet-diag.ts';

function message(type: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + payload.length, 0);
  header.writeUInt16LE(type, 4);
  return Buffer.concat([header, payload]);
}

function bound(family: number, address: readonly number[], port: number, inode: number): Buffer {
  const payload = Buffer.alloc(72);
  payload.writeUInt8(family, 0);
  payload.writeUInt8(13, 1);
  payload.writeUInt16BE(port, 4);
  payload.set(address, 8);
  payload.writeUInt32LE(inode, 68);
  return message(20, payload);
}

test('a bound socket has an address of its family and an inode; one without an inode is left out', () => {
  const datagram = Buffer.concat([
    bound(2, [127, 0, 0, 1], 8080, 11),
    bound(10, [...Array(15).fill(0), 1], 80, 12),
    bound(2, [0, 0, 0, 0], 81, 0),
  ]);
  assert.deepEqual(decodeInetDiag(datagram), {
    sockets: [
      {inode: 11, address: Uint8Array.of(127, 0, 0, 1), port: 8080},
      {inode: 12, address: Uint8Array.of(...Array(15).fill(0), 1), port: 80},
    ],
    last: false,
    errno: 0,
  });
});

test('the end of an answer may be an error', () => {
  const errno = Buffer.alloc(4);
  errno.writeInt32LE(-2);
  assert.deepEqual(decodeInetDiag(message(2, errno)), {sockets: [], last: true, errno: 2});
  assert.deepEqual(decodeInetDiag(message(3, Buffer.alloc(4))), {sockets: [], last: true, errno: 0});
});

test('the request asks for TCP and the state beyond those of tcp(7)', () => {
  const request = Buffer.from(encodeBoundRequest('inet6'));
  assert.deepEqual([request.length, request.readUInt32LE(0)], [72, 72]);
  assert.deepEqual([request[16], request[17], request.readUInt32LE(20)], [10, 6, 0x2000]);
});

test('never throws, whatever it gets', () => {
  fc.assert(fc.property(fc.uint8Array(), bytes => void decodeInetDiag(bytes)));
});
