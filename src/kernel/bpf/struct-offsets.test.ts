import assert from 'node:assert/strict';
import {test} from 'node:test';
import {btfBlob} from '../../../test/support/recorded/btf-blob.ts';
import {parseBtf} from './btf.ts';
import {byteOffsetsOf} from './struct-offsets.ts';

const STRUCT = 4;

function kernelWith(...members: string[]) {
  const placed = members.map((name, at) => ({name, type: 1, bitOffset: 64 * at}));
  const btf = parseBtf(btfBlob([{kind: STRUCT, name: 'task', members: placed}]));
  assert.ok(btf);
  return btf;
}

test('a member is found under any of its names, and all are wanted', () => {
  const wanted = {state: ['task', '__state', 'state'], flags: ['task', 'flags']} as const;
  assert.deepEqual({...byteOffsetsOf(kernelWith('flags', '__state'), wanted)}, {state: 8, flags: 0});
  assert.deepEqual({...byteOffsetsOf(kernelWith('state', 'flags'), wanted)}, {state: 0, flags: 8});
  assert.equal(byteOffsetsOf(kernelWith('flags'), wanted), undefined);
});
