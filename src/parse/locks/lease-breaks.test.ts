import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseLeaseBreaks} from './lease-breaks.ts';

const locks = `1: FLOCK  ADVISORY  WRITE 7 fe:00:3 0 EOF
1: -> FLOCK  ADVISORY  WRITE 8 fe:00:3 0 EOF
2: LEASE  BREAKING  UNLCK 20609 fe:00:2270495 0 EOF
2: -> LEASE  BREAKER   WRITE 20655 <none>:0 0 EOF
3: LEASE  ACTIVE    READ 9 fe:00:4 0 EOF
`;

describe('the leases of /proc/locks', () => {
  it('name the process that breaks a lease, and the lease', () => {
    const breaks = parseLeaseBreaks(Buffer.from(locks));
    assert.deepEqual(
      breaks.map(({breakerPid, lease}) => [breakerPid, lease.acquirerPid, lease.inode]),
      [[20655, 20609, 2270495]],
    );
  });

  it('never throw, whatever they are', () => {
    fc.assert(fc.property(fc.string(), text => void parseLeaseBreaks(Buffer.from(text))));
  });
});
