import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseProcLocks} from './proc-locks.ts';

const table = `1: POSIX  ADVISORY  WRITE 812 08:02:99 0 9
2: FLOCK  ADVISORY  WRITE 19144 fe:00:2385325 0 EOF
2: -> FLOCK  ADVISORY  WRITE 19178 fe:00:2385325 0 EOF
2:  -> FLOCK  ADVISORY  READ 19190 fe:00:2385325 0 EOF
2: -> FLOCK  ADVISORY  READ 19201 fe:00:2385325 0 EOF
3: DELEG  ACTIVE    READ 7 08:02:99 0 EOF
4: OFDLCK ADVISORY  READ  -1 08:02:99 20 EOF
`;

describe('/proc/locks', () => {
  const entries = parseProcLocks(Buffer.from(table));

  it('lists held locks, each with the requests that wait for it', () => {
    assert.deepEqual(
      entries.map(({lock, requests}) => [lock.class, lock.acquirerPid, requests.length]),
      [
        ['posix', 812, 0],
        ['flock', 19144, 3],
        ['ofd', null, 0],
      ],
    );
  });

  it('may have an exclusive lock twice, at the end of a page and at the top of the next: that is one', () => {
    const waiter = '-> FLOCK  ADVISORY  WRITE 19178 fe:00:2385325 0 EOF';
    const exclusive = 'FLOCK  ADVISORY  WRITE 19144 fe:00:2385325 0 EOF';
    const shared = 'FLOCK  ADVISORY  READ 19144 fe:00:2385326 0 EOF';
    const twice = `1: ${shared}\n2: ${shared}\n3: ${exclusive}\n3: ${waiter}\n4: ${exclusive}\n4: ${waiter}\n`;
    assert.deepEqual(
      parseProcLocks(Buffer.from(twice)).map(({lock, requests}) => [lock.mode, requests.length]),
      [
        ['read', 0],
        ['read', 0],
        ['write', 1],
      ],
    );
  });

  it('indents a request that waits behind another', () => {
    assert.deepEqual(
      entries[1]?.requests.map(({acquirerPid, depth}) => [acquirerPid, depth]),
      [
        [19178, 1],
        [19190, 2],
        [19201, 1],
      ],
    );
  });

  it('gives a request the file of the lock, also where the kernel names none: for an open(2) that breaks a lease', () => {
    const broken = `1: LEASE  BREAKING  UNLCK 2220 fe:00:2146692 0 EOF
1: -> LEASE  BREAKER   WRITE 2263 <none>:0 0 EOF
`;
    const [request] = parseProcLocks(Buffer.from(broken))[0]?.requests ?? [];
    assert.deepEqual([request?.acquirerPid, request?.device, request?.inode], [2263, '254:0', 2146692]);
  });

  it('is an empty list without locks, and for anything else: it never throws', () => {
    assert.deepEqual(parseProcLocks(Buffer.alloc(0)), []);
    fc.assert(
      fc.property(fc.uint8Array(), bytes => assert.deepEqual(parseProcLocks(Buffer.from(bytes)), [])),
    );
  });
});
