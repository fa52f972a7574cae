import assert from 'node:assert/strict';
import {test} from 'node:test';
import {named, namedFd} from './named.ts';

test('a process is named by its comm and pid', () => {
  assert.equal(named({pid: 4711, comm: 'python3'}), 'python3 (4711)');
  assert.equal(namedFd({pid: 4711, comm: 'python3'}, 3), 'python3 (4711) fd 3');
});
