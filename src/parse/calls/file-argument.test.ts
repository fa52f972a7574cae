import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fileArgument} from './file-argument.ts';

const AT_FDCWD = 0xffff_ff9cn;

test('a call is about a descriptor, a path, or a path below a directory', () => {
  assert.deepEqual(fileArgument('pread64', [3n, 7n]), {kind: 'descriptor', fd: 3});
  assert.deepEqual(fileArgument('stat', [0x1000n]), {kind: 'path', address: 0x1000n, directoryFd: undefined});
  assert.deepEqual(fileArgument('statx', [4n, 0x1000n]), {kind: 'path', address: 0x1000n, directoryFd: 4});
  assert.deepEqual(fileArgument('openat', [AT_FDCWD, 0x1000n]), {
    kind: 'path',
    address: 0x1000n,
    directoryFd: undefined,
  });
});

test('other calls are about no file that shows', () => {
  assert.equal(fileArgument('close', [3n]), undefined);
  assert.equal(fileArgument('mount', [1n, 2n]), undefined);
});
