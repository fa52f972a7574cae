import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseLockLine} from './lock-line.ts';

describe('a line of /proc/locks', () => {
  it('tells class, mode, acquirer, file and range', () => {
    assert.deepEqual(parseLockLine('1: FLOCK  ADVISORY  WRITE 19144 fe:00:2385325 0 EOF'), {
      class: 'flock',
      mode: 'write',
      granted: true,
      acquirerPid: 19144,
      device: '254:0',
      inode: 2385325,
      start: 0,
      end: null,
    });
    assert.equal(parseLockLine('3: POSIX  ADVISORY  READ  812 00:2f:77 100 199')?.end, 199);
  });

  it('tells a waiter from a holder, however deep in the queue', () => {
    assert.equal(parseLockLine('1: -> FLOCK  ADVISORY  WRITE 19178 fe:00:5 0 EOF')?.granted, false);
    assert.equal(parseLockLine('1:  -> FLOCK  ADVISORY  READ 19190 fe:00:5 0 EOF')?.granted, false);
  });

  it('has no acquirer for an OFD lock, or for one of another pid namespace', () => {
    assert.equal(parseLockLine('2: OFDLCK ADVISORY  WRITE -1 08:02:99 0 9')?.acquirerPid, null);
    assert.equal(parseLockLine('2: FLOCK  ADVISORY  WRITE 0 08:02:99 0 EOF')?.acquirerPid, null);
  });

  it('knows leases', () => {
    assert.equal(parseLockLine('4: LEASE  ACTIVE    READ 7 08:02:99 0 EOF')?.class, 'lease');
  });

  it('is undefined for anything else, and never throws', () => {
    assert.equal(parseLockLine('1: DELEG  ACTIVE    READ 7 08:02:99 0 EOF'), undefined);
    fc.assert(fc.property(fc.string(), line => assert.equal(parseLockLine(line), undefined)));
  });
});
