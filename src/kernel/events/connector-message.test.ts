import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeConnectorMessage, encodeListen} from './connector-message.ts';

/** A message as the kernel lays it out: netlink header, connector header, what, CPU, time, numbers. */
function messageOf(what: number, at: number, ...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(52 + 4 * numbers.length);
  bytes.writeUInt32LE(what, 36);
  bytes.writeBigUInt64LE(BigInt(at), 44);
  for (const [index, number] of numbers.entries()) bytes.writeUInt32LE(number, 52 + 4 * index);
  return bytes;
}

const process = {pid: 42, startTicks: undefined, comm: undefined};

describe('a message of the proc connector', () => {
  it('is a fork with the parent, of which the thread that called it does not matter', () => {
    const fork = messageOf(1, 5, 8, 7, 42, 42);
    assert.deepEqual(decodeConnectorMessage(fork), {type: 'fork', at: 5, process, ppid: 7});
  });

  it('is an exec, or an exit with its status', () => {
    assert.deepEqual(decodeConnectorMessage(messageOf(2, 5, 42, 42)), {type: 'exec', at: 5, process});
    const exit = {type: 'exit', at: 5, process, ppid: undefined, status: 0x8b};
    assert.deepEqual(decodeConnectorMessage(messageOf(0x8000_0000, 5, 42, 42, 0x8b, 17)), exit);
  });

  it('can be about a thread', () => {
    assert.equal(decodeConnectorMessage(messageOf(1, 5, 42, 42, 43, 42)), undefined);
    const exit = messageOf(0x8000_0000, 5, 43, 42, 0x300, 17);
    assert.deepEqual(decodeConnectorMessage(exit), {type: 'thread-exit', at: 5, pid: 42, status: 0x300});
  });

  it('acknowledges the request, or refuses it', () => {
    assert.deepEqual(decodeConnectorMessage(messageOf(0, 5, 0)), {type: 'acknowledged', errno: 0});
    assert.deepEqual(decodeConnectorMessage(messageOf(0, 5, 1)), {type: 'acknowledged', errno: 1});
  });

  it('is nothing where it is of another kind, or cut short', () => {
    assert.equal(decodeConnectorMessage(messageOf(0x200, 5, 42, 42)), undefined);
    assert.equal(decodeConnectorMessage(Buffer.alloc(50)), undefined);
    assert.doesNotThrow(() => decodeConnectorMessage(messageOf(1, 5, 8)));
  });
});

it('the request asks the proc connector to report', () => {
  const request = Buffer.from(encodeListen(42));
  assert.equal(request.length, 40);
  const words = Array.from({length: 10}, (_, at) => request.readUInt32LE(4 * at));
  // Length; type NLMSG_DONE; sequence; port; CN_IDX_PROC, CN_VAL_PROC; sequence, acknowledgement; length; LISTEN.
  assert.deepEqual(words, [40, 3, 0, 42, 1, 1, 0, 0, 4, 1]);
});
