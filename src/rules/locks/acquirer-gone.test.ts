import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/scene.ts';
import {readLocks} from '../../snapshot/locks.ts';
import {type JudgedLock, judgeLocks} from './index.ts';

const gone = scene('client-gone');
const client = gone.number('client');

/** The only lock of a scene. In a recording there is no /proc/locks: every fdinfo counts. */
async function onlyLock(where: Scene): Promise<JudgedLock> {
  const snapshot = where.snapshot();
  const [judged, ...more] = judgeLocks(readLocks(snapshot, await snapshot.syscalls()));
  assert.ok(judged && more.length === 0);
  return judged;
}

test('a flock whose acquirer is gone belongs to the heir whose fdinfo shows it', async () => {
  const {lock, verdict} = await onlyLock(gone);
  assert.deepEqual(
    lock.holders.map(({process, descriptor, how}) => [process.pid, descriptor.fd, how]),
    [[gone.number('daemon'), gone.number('lockFd'), 'inherited over exec']],
  );
  assert.equal(lock.acquirerAlive, false);
  assert.equal(verdict?.rule, 'locks/acquirer-gone');
  assert.equal(verdict.certainty, 'proven');
  assert.match(verdict.why, new RegExp(`holds the flock write lock on /srv/client/lock that ${client} took`));
  assert.match(verdict.remedy ?? '', new RegExp(`${gone.number('daemon')}, fd ${gone.number('lockFd')}`));
});

test('if the pid of the acquirer is another process by now, nobody is accused', async () => {
  const stat = `${client} (innocent) S 1 ${client} ${client} 0 -1 4194304${' 0'.repeat(12)} 999999999${' 0'.repeat(30)}\n`;
  const {lock, verdict} = await onlyLock(gone.withFile(`${client}/stat`, stat));
  assert.equal(lock.acquirerAlive, null);
  assert.equal(verdict, undefined);
});

test('a holder older than the acquirer had a helper take the lock for it: flock(1) in a shell', async () => {
  const later = 4_000_000;
  const helped = gone.with(/\/fdinfo\/\d+$/, text => text.replace(` ${client} `, ` ${later} `));
  const {lock, verdict} = await onlyLock(helped);
  assert.deepEqual([lock.acquirerPid, lock.acquirerAlive], [later, false]);
  assert.deepEqual(
    lock.holders.map(({how}) => how),
    ['shared with the acquirer'],
  );
  assert.equal(verdict, undefined);
});

test('a lock whose acquirer lives is in order, with a child that shares it, or without', async () => {
  for (const [name, ways] of [
    ['inherited-flock', ['acquired', 'inherited by fork']],
    ['inherited-ofd-lock', [null, 'inherited by fork']],
    ['inherited-posix-lock', ['acquired']],
  ] as const) {
    const {lock, verdict} = await onlyLock(scene(name));
    assert.deepEqual(
      lock.holders.map(({how}) => how),
      ways,
      name,
    );
    assert.equal(verdict, undefined, name);
  }
});
