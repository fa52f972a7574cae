import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lockLine, lockName} from './locks.ts';

test('a lock is named by its class, its mode and its file', () => {
  const path = '/run/backup.lock';
  assert.equal(
    lockName({class: 'flock', mode: 'write', path, deleted: false}),
    'flock write lock on /run/backup.lock',
  );
  assert.equal(
    lockName({class: 'ofd', mode: 'read', path, deleted: true}),
    'OFD read lock on /run/backup.lock (deleted)',
  );
  assert.equal(lockName({class: 'lease', mode: 'read', path: null, deleted: null}), 'read lease on a file');
  const broken = {class: 'lease', mode: 'read', breakingTo: 'unlocked', path: null, deleted: null} as const;
  assert.equal(lockName(broken), 'lease on a file');
});

test('a lock is quoted as /proc/locks writes it, with -1 or 0 for an acquirer without a pid', () => {
  assert.equal(lockLine({class: 'flock', mode: 'write', acquirerPid: 4711}), 'FLOCK WRITE 4711');
  assert.equal(lockLine({class: 'ofd', mode: 'write', acquirerPid: null}), 'OFDLCK WRITE -1');
  assert.equal(lockLine({class: 'flock', mode: 'read', acquirerPid: null}), 'FLOCK READ 0');
});
