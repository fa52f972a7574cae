import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseLockLine} from './lock-line.ts';

describe('a line of /proc/locks', () => {
  it('has class, mode, acquirer, file and range', () => {
    assert.deepEqual(parseLockLine('1: FLOCK  ADVISORY  WRITE 19144 fe:00:2385325 0 EOF'), {
      class: 'flock',
      mode: 'write',
      granted: true,
      breaking: false,
      acquirerPid: 19144,
      device: '254:0',
      inode: 2385325,
      start: 0,
      end: null,
    });
    assert.equal(parseLockLine('3: POSIX  ADVISORY  READ  812 00:2f:77 100 199')?.end, 199);
  });

  it('tells files apart whose inode numbers a number does not say exactly', () => {
    const inodeOf = (digits: string) =>
      parseLockLine(`1: FLOCK  ADVISORY  WRITE 7 00:2f:${digits} 0 EOF`)?.inode;
    assert.equal(inodeOf('1152921504606846979'), '1152921504606846979');
    assert.notEqual(inodeOf('1152921504606846979'), inodeOf('1152921504606846980'));
  });

  it('marks a waiter, however deep in the queue', () => {
    assert.equal(parseLockLine('1: -> FLOCK  ADVISORY  WRITE 19178 fe:00:5 0 EOF')?.granted, false);
    assert.equal(parseLockLine('1:  -> FLOCK  ADVISORY  READ 19190 fe:00:5 0 EOF')?.granted, false);
  });

  it('has no acquirer for an OFD lock, or for one of another pid namespace', () => {
    assert.equal(parseLockLine('2: OFDLCK ADVISORY  WRITE -1 08:02:99 0 9')?.acquirerPid, null);
    assert.equal(parseLockLine('2: FLOCK  ADVISORY  WRITE 0 08:02:99 0 EOF')?.acquirerPid, null);
  });

  it('knows leases', () => {
    const lease = parseLockLine('4: LEASE  ACTIVE    READ 7 08:02:99 0 EOF');
    assert.deepEqual([lease?.class, lease?.breaking], ['lease', false]);
  });

  it('knows a lease that is being broken, and who breaks it, for which the kernel names no file', () => {
    const broken = (target: string) =>
      parseLockLine(`1: LEASE  BREAKING  ${target} 2220 fe:00:2146692 0 EOF`);
    assert.deepEqual([broken('UNLCK')?.breaking, broken('UNLCK')?.breakingTo], [true, 'unlocked']);
    assert.deepEqual([broken('READ')?.mode, broken('READ')?.breakingTo], ['write', 'read']);
    assert.equal(parseLockLine('1: LEASE  ACTIVE    READ 2220 fe:00:2146692 0 EOF')?.breakingTo, undefined);
    const breaker = parseLockLine('1: -> LEASE  BREAKER   WRITE 2263 <none>:0 0 EOF');
    assert.deepEqual([breaker?.granted, breaker?.acquirerPid, breaker?.inode], [false, 2263, 0]);
  });

  it('is undefined for anything else, and never throws', () => {
    assert.equal(parseLockLine('1: DELEG  ACTIVE    READ 7 08:02:99 0 EOF'), undefined);
    fc.assert(fc.property(fc.string(), line => assert.equal(parseLockLine(line), undefined)));
  });
});
