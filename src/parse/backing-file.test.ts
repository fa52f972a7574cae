import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseBackingFile} from './backing-file.ts';

test('the file behind a loop device may have been deleted', () => {
  assert.deepEqual(parseBackingFile(Buffer.from('/tmp/a b\n')), {path: '/tmp/a b', deleted: false});
  assert.deepEqual(parseBackingFile(Buffer.from('/tmp/img (deleted)\n')), {path: '/tmp/img', deleted: true});
  assert.equal(parseBackingFile(Buffer.from('\n')), undefined);
});
