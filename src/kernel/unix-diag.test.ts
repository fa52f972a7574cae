import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {decodeUnixDiag, encodeUnixDiagRequest} from './unix-diag.ts';

const [NLMSG_NOOP, NLMSG_ERROR, NLMSG_DONE, SOCK_DIAG_BY_FAMILY] = [1, 2, 3, 20];
const [NAME, PEER, ICONS, QUEUE] = [0, 2, 3, 4];

function message(type: number, ...parts: Uint8Array[]): Buffer {
  const payload = Buffer.concat(parts);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(16 + payload.length, 0);
  header.writeUInt16LE(type, 4);
  return Buffer.concat([header, payload, padding(payload.length)]);
}

function attribute(type: number, value: Uint8Array): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16LE(4 + value.length, 0);
  header.writeUInt16LE(type, 2);
  return Buffer.concat([header, value, padding(value.length)]);
}

function padding(length: number): Buffer {
  return Buffer.alloc((4 - (length % 4)) % 4);
}

const u32 = (value: number) => Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);

function socket(type: number, state: number, inode: number, ...attributes: Buffer[]): Buffer {
  return message(
    SOCK_DIAG_BY_FAMILY,
    Uint8Array.of(1, type, state, 0),
    u32(inode),
    Buffer.alloc(8),
    ...attributes,
  );
}

function only(datagram: Buffer) {
  return [...(decodeUnixDiag(datagram)?.sockets.values() ?? [])][0];
}

describe('a dump of unix sockets', () => {
  it('is asked for all states of AF_UNIX, with names, peers and queues', () => {
    const request = Buffer.from(encodeUnixDiagRequest()).toString('hex');
    const header = '28000000' + '1400' + '0103' + '00000000' + '00000000';
    assert.equal(request, `${header}01000000${'ffffffff'}${'00000000'}${'0d000000'}${'0000000000000000'}`);
  });

  it('is asked for one socket by its inode, whatever its cookie', () => {
    const request = Buffer.from(encodeUnixDiagRequest(0x1234)).toString('hex');
    const header = '28000000' + '1400' + '0100' + '00000000' + '00000000';
    assert.equal(request, `${header}01000000${'ffffffff'}${'34120000'}${'0d000000'}${'ffffffffffffffff'}`);
  });

  it('has type, state and peer by inode', () => {
    const part = decodeUnixDiag(
      Buffer.concat([socket(1, 1, 100, attribute(PEER, u32(101))), socket(5, 7, 102), socket(2, 10, 103)]),
    );
    assert.deepEqual(
      [...(part?.sockets ?? [])],
      [
        [100, {type: 'stream', state: 'CONNECTED', peerInode: 101, name: undefined}],
        [102, {type: 'seqpacket', state: 'UNCONNECTED', peerInode: undefined, name: undefined}],
        [103, {type: 'datagram', state: 'LISTEN', peerInode: undefined, name: undefined}],
      ],
    );
    assert.equal(part?.last, false);
  });

  it('says unknown for a type or state of another kernel', () => {
    const {type, state} = only(socket(9, 99, 1)) ?? {};
    assert.deepEqual([type, state], ['unknown', 'unknown']);
  });

  it('names a path without the NUL that ends it, and an abstract name with the one that begins it', () => {
    const nameOf = (bytes: string) =>
      only(socket(1, 10, 1, attribute(NAME, Buffer.from(bytes, 'latin1'))))?.name;
    assert.deepEqual(nameOf('/run/x\0'), Uint8Array.from(Buffer.from('/run/x')));
    assert.deepEqual(nameOf('/run/\xff'), Uint8Array.from(Buffer.from('/run/\xff', 'latin1')));
    assert.deepEqual(nameOf('\0x\0'), Uint8Array.from(Buffer.from('\0x\0')));
    assert.equal(nameOf(''), undefined);
  });

  it('names no peer that no descriptor can name: inode 0', () => {
    assert.equal(only(socket(1, 1, 1, attribute(PEER, u32(0))))?.peerInode, undefined);
  });

  it('has the inodes in the queue of a listener', () => {
    const queue = Buffer.concat([u32(7), u32(0), u32(8)]);
    assert.deepEqual(only(socket(1, 10, 1, attribute(ICONS, queue)))?.queuedInodes, [7, 8]);
  });

  it('leaves out connections that were not accepted yet: they have no inode', () => {
    assert.equal(decodeUnixDiag(socket(1, 1, 0, attribute(PEER, u32(7))))?.sockets.size, 0);
  });

  it('passes over attributes and messages it did not ask for', () => {
    const busy = socket(1, 1, 5, attribute(QUEUE, Buffer.alloc(8)), attribute(PEER, u32(6)));
    const part = decodeUnixDiag(Buffer.concat([message(NLMSG_NOOP), busy]));
    assert.equal(part?.sockets.get(5)?.peerInode, 6);
  });

  it('ends with a message of its own', () => {
    const part = decodeUnixDiag(Buffer.concat([socket(1, 1, 5), message(NLMSG_DONE, u32(0))]));
    assert.deepEqual([part?.sockets.size, part?.last, part?.errno], [1, true, 0]);
  });

  it('ends with the errno of what went wrong', () => {
    const ENOENT = 2;
    for (const type of [NLMSG_ERROR, NLMSG_DONE]) {
      assert.deepEqual(decodeUnixDiag(message(type, u32(-ENOENT))), {
        sockets: new Map(),
        last: true,
        errno: ENOENT,
      });
    }
  });

  it('is not understood where it is empty or a message is cut short', () => {
    const whole = socket(1, 1, 5, attribute(PEER, u32(6)));
    for (let length = 0; length < whole.length; length++) {
      assert.equal(decodeUnixDiag(whole.subarray(0, length)), undefined);
    }
    const endless = Buffer.from(whole);
    endless.writeUInt32LE(0, 0);
    assert.equal(decodeUnixDiag(endless), undefined);
  });

  it('never throws, whatever bytes are changed', () => {
    const whole = Buffer.concat([
      socket(1, 1, 5, attribute(PEER, u32(6)), attribute(NAME, Buffer.from('/x\0'))),
    ]);
    const change = fc.record({at: fc.nat(whole.length - 1), to: fc.nat(255)});
    fc.assert(
      fc.property(fc.array(change, {maxLength: 8}), changes => {
        const mangled = Buffer.from(whole);
        for (const {at, to} of changes) mangled[at] = to;
        decodeUnixDiag(mangled);
      }),
    );
  });
});
