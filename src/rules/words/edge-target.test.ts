import assert from 'node:assert/strict';
import {test} from 'node:test';
import {edgeTargetText} from './edge-target.ts';

test('the object of a wait reads as in JSON', () => {
  assert.equal(edgeTargetText({kind: 'link', link: 'pipe:[4242]'}), 'pipe:[4242]');
  assert.equal(edgeTargetText({kind: 'file', inode: 7, device: '8:1'}), 'inode 7 of device 8:1');
  assert.equal(
    edgeTargetText({kind: 'connection', local: '127.0.0.1:4000', remote: '127.0.0.1:80'}),
    '127.0.0.1:4000 to 127.0.0.1:80',
  );
});
