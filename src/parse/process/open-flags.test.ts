import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {decodeOpenFlags} from './open-flags.ts';

describe('flags of an open file', () => {
  it('hold the access mode in two bits', () => {
    assert.deepEqual(
      [0o0, 0o1, 0o2].map(flags => decodeOpenFlags(flags).accessMode),
      ['r', 'w', 'rw'],
    );
  });

  it('have close-on-exec, append and non-blocking', () => {
    const flags = decodeOpenFlags(0o2106001);
    assert.deepEqual(flags, {accessMode: 'w', closeOnExec: true, append: true, nonBlocking: true});
  });

  it('allow neither reading nor writing with O_PATH', () => {
    assert.equal(decodeOpenFlags(0o10000000).accessMode, undefined);
  });
});
