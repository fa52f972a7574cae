import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeBlockingCall} from './blocking-call.ts';

const MINUS_ONE = 0xffff_ffffn;

describe('a system call that sleeps', () => {
  it('reads from, or writes to, the descriptor that is its first argument', () => {
    assert.deepEqual(decodeBlockingCall('read', [3n, 0x7ffcn, 1n]), {
      kind: 'descriptors',
      watched: [{fd: 3, direction: 'read'}],
    });
    assert.deepEqual(decodeBlockingCall('sendto', [4n]), {
      kind: 'descriptors',
      watched: [{fd: 4, direction: 'write'}],
    });
  });

  it('waits for either end where it moves data between two', () => {
    assert.deepEqual(decodeBlockingCall('splice', [3n, 0n, 5n, 0n]), {
      kind: 'descriptors',
      watched: [
        {fd: 3, direction: 'read'},
        {fd: 5, direction: 'write'},
      ],
    });
  });

  it('waits for a lock in flock, and in two commands of fcntl only', () => {
    assert.deepEqual(decodeBlockingCall('flock', [7n, 2n]), {
      kind: 'lock',
      fd: 7,
      class: 'flock',
      wanted: 2n,
    });
    assert.deepEqual(decodeBlockingCall('fcntl', [7n, 7n, 0x7ffcn]), {
      kind: 'lock',
      fd: 7,
      class: 'posix',
      wanted: 0x7ffcn,
    });
    assert.deepEqual(decodeBlockingCall('fcntl', [7n, 38n, 0x7ffcn]), {
      kind: 'lock',
      fd: 7,
      class: 'ofd',
      wanted: 0x7ffcn,
    });
    assert.equal(decodeBlockingCall('fcntl', [7n, 1n]), undefined);
  });

  it('is ended by time alone where it has a timeout', () => {
    const timed = (name: string, args: bigint[]) => {
      const call = decodeBlockingCall(name, args);
      return call !== undefined && 'timed' in call && call.timed;
    };
    assert.equal(timed('epoll_wait', [3n, 0n, 64n, MINUS_ONE]), false);
    assert.equal(timed('epoll_wait', [3n, 0n, 64n, 1000n]), true);
    assert.equal(timed('poll', [0x7ffcn, 2n, MINUS_ONE]), false);
    assert.equal(timed('ppoll', [0x7ffcn, 2n, 0x7f00n]), true);
    assert.equal(timed('pselect6', [8n, 0x7ffcn, 0n, 0n, 0n, 0n]), false);
    assert.equal(timed('futex', [0x7ffcn, 0n, 0n, 0x7f00n]), true);
  });

  it('shows whether a futex is for its own process alone', () => {
    const futex = (op: bigint) => decodeBlockingCall('futex', [0x7ffcn, op, 0n, 0n]);
    assert.deepEqual(futex(0x80n), {
      kind: 'futex',
      address: 0x7ffcn,
      timed: false,
      isPrivate: true,
      value: 0,
      isPi: false,
    });
    assert.deepEqual(futex(9n), {
      kind: 'futex',
      address: 0x7ffcn,
      timed: false,
      isPrivate: false,
      value: 0,
      isPi: false,
    });
  });

  it('shows where the path lies that it opens, and for what', () => {
    const open = {kind: 'open', directoryFd: undefined, path: 0x7ffcn, accessMode: 'r'};
    const AT_FDCWD = 0xffff_ff9cn;
    assert.deepEqual(decodeBlockingCall('open', [0x7ffcn, 0n]), open);
    assert.deepEqual(decodeBlockingCall('creat', [0x7ffcn]), {...open, accessMode: 'w'});
    assert.deepEqual(decodeBlockingCall('openat', [AT_FDCWD, 0x7ffcn, 1n]), {...open, accessMode: 'w'});
    assert.deepEqual(decodeBlockingCall('openat', [5n, 0x7ffcn, 2n]), {
      ...open,
      directoryFd: 5,
      accessMode: 'rw',
    });
    assert.deepEqual(decodeBlockingCall('openat2', [5n, 0x7ffcn, 0x10n, 24n]), {
      ...open,
      directoryFd: 5,
      accessMode: undefined,
    });
  });

  it('shows where its descriptors are listed in memory', () => {
    assert.deepEqual(decodeBlockingCall('poll', [0x7ffcn, 2n, MINUS_ONE]), {
      kind: 'poll',
      address: 0x7ffcn,
      count: 2,
      timed: false,
    });
    assert.deepEqual(decodeBlockingCall('select', [8n, 0x10n, 0x20n, 0n, 0n]), {
      kind: 'select',
      count: 8,
      reads: 0x10n,
      writes: 0x20n,
      timed: false,
    });
  });

  it('shows nothing where it is unknown', () => {
    assert.equal(decodeBlockingCall('getpid', []), undefined);
    assert.equal(decodeBlockingCall('constructor', []), undefined);
  });
});
