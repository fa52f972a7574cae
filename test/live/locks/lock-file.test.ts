import assert from 'node:assert/strict';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import path from 'node:path';
import {test} from 'node:test';
import {locksAnswer} from '../../../src/render/contract/locks.ts';
import {askProcdoc} from '../../support/asked.ts';
import {withFiles} from '../../support/live/running.ts';
import {procdocJson} from '../../support/procdoc.ts';
import {withSubject} from '../../support/subject.ts';

async function lockFileAt(file: string) {
  const {status, json} = await procdocJson('locks', file);
  assert.equal(status, 0);
  const {locks, lockFile} = locksAnswer.parse(json);
  assert.deepEqual(locks, []);
  return lockFile;
}

test('a file or folder without a lock of the kernel may itself be the lock, and is not called free', () =>
  withFiles({'index.lock': ''}, async folder => {
    const [file, dir] = [path.join(folder, 'index.lock'), path.join(folder, 'x.lock')];
    mkdirSync(dir);
    for (const [at, kind] of [
      [file, 'file'],
      [dir, 'directory'],
    ] as const) {
      const lockFile = await lockFileAt(at);
      assert.deepEqual([lockFile?.kind, lockFile?.pid, lockFile?.pidIs], [kind, null, null]);
      const {stdout} = await askProcdoc('locks', at);
      assert.ok(!/^no locks/.test(stdout), stdout);
    }
  }));

test('a lock file that names a zombie is not stale; one that names the living is not either', () =>
  withSubject('never-waits', ['1'], subject =>
    withFiles({}, async folder => {
      const file = path.join(folder, 'x.lock');
      for (const [pid, is] of [
        [subject.numbers('zombies')[0] ?? 0, 'zombie'],
        [subject.pid, 'its-own'],
      ] as const) {
        writeFileSync(file, `${pid}\n`);
        const lockFile = await lockFileAt(file);
        assert.equal(lockFile?.pid, pid);
        assert.ok([is, 'unknown'].includes(lockFile.pidIs ?? ''), `${lockFile.pidIs}`);
        const {stdout} = await askProcdoc('locks', file);
        assert.ok(!stdout.includes('stale') && stdout.includes(`(${pid})`), stdout);
        assert.equal(stdout.includes('a zombie'), is === 'zombie', stdout);
      }
    }),
  ));

test('a symbolic link to nothing is a lock by its text', () =>
  withFiles({}, async folder => {
    const file = path.join(folder, '.#notes');
    const text = `ann@${hostname()}.${process.pid}:1700000000`;
    symlinkSync(text, file);
    const lockFile = await lockFileAt(file);
    assert.deepEqual([lockFile?.kind, lockFile?.link, lockFile?.pid], ['link', text, process.pid]);
    const {stdout} = await askProcdoc('locks', file);
    assert.ok(stdout.includes(`(${process.pid})`), stdout);
    const {stderr} = await askProcdoc('holders', file);
    assert.ok(stderr.includes(`procdoc locks ${file}`) || stderr.includes(`procdoc locks '${file}'`), stderr);
    const {status} = await askProcdoc('locks', path.join(folder, 'absent'));
    assert.equal(status, 3);
  }));
