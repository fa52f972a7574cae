import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Scene, scene} from '../../../test/support/recorded/scene.ts';
import {readLockFile} from './lock-file.ts';

const zombies = scene('never-waits');
const [zombie = 0] = zombies.numbers('zombies');
const PATH = '/srv/x.lock';

/** What is read of a lock file with this content that was written at a time: by default, in the far future. */
function lockFileIn(where: Scene, content: string, modifiedMs = 1e14) {
  const stat = {device: 1, inode: 2, size: content.length, allocated: 512, mode: 0o100644, links: 1};
  const file = {...stat, modifiedMs, changedMs: modifiedMs, kind: 'file'} as const;
  return (
    readLockFile(where.withFile(`self/root${PATH}`, content).snapshot(), PATH, {kind: 'file', file}) ??
    assert.fail()
  );
}

test('a lock file names the process that wrote its pid', () => {
  const {pid, process} = lockFileIn(zombies, ` ${zombie}\n`);
  assert.deepEqual([pid, process?.isZombie()], [zombie, true]);
});

test('a pid that no visible process has names nobody', () => {
  const {pid, process, named} = lockFileIn(zombies, '4194303\n');
  assert.deepEqual([pid, process], [4194303, undefined]);
  assert.ok(named === 'gone' || named === 'unknown');
});

test('an empty file and the pid 0 name nobody, and nothing is said of them', () => {
  for (const content of ['', '0', '0\n', 'host:1:2'])
    assert.deepEqual(lockFileIn(zombies, content).named, null, content);
});

test('a link names its owner by its text, and nobody of another machine', () => {
  const own = zombies.withFile('sys/kernel/hostname', 'db\n').snapshot();
  const ofLink = (text: string) => readLockFile(own, PATH, {kind: 'link', text}) ?? assert.fail();
  const here = ofLink(`ann@db.example.org.${zombie}`);
  assert.deepEqual([here.pid, here.process?.pid], [zombie, zombie]);
  for (const text of [`ann@web.${zombie}`, `db/f0000009:${zombie}`]) {
    const {pid, named, process} = ofLink(text);
    assert.deepEqual([pid, named, process], [zombie, 'unknown', undefined], text);
  }
  assert.equal(ofLink('elsewhere').named, null);
});
