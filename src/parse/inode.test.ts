import assert from 'node:assert/strict';
import {it} from 'node:test';
import {parseInode} from './inode.ts';

it('the number of an inode is exact, however large', () => {
  assert.equal(parseInode('4242'), 4242);
  assert.equal(parseInode('0x1f'), 31);
  assert.equal(parseInode('9007199254740991'), 2 ** 53 - 1);
  assert.equal(parseInode('9007199254740992'), '9007199254740992');
  assert.equal(parseInode('0xffffffffffffffff'), '18446744073709551615');
});
